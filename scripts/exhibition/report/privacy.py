"""Text for public logs: what authors left in their files about private people is not repeated by our own messages."""

from __future__ import annotations

from ..model.private import masked

__all__ = ["masked"]
