"""办件: the life of a case after its decision, until it is closed for a reason.

A case is a fold of its events. The desk answers an event with new events or with a refusal that names
the rule; the life cycle is data; only the system advances time.
"""
