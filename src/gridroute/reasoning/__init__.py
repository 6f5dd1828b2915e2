"""Readings of the same conditions."""

from __future__ import annotations
