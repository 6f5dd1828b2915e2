"""文件夹对接: spreadsheets dropped into a folder come in; receipts and results lie beside."""

from gridroute.adapters.folder.intake import FolderIntake
from gridroute.adapters.folder.outlet import FolderOutlet
from gridroute.adapters.folder.settings import FolderSettings

__all__ = ["FolderIntake", "FolderOutlet", "FolderSettings"]
