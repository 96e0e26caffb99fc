"""The walking order, where pages look for it; it is the model's, because walls, lists and the search share it."""

from __future__ import annotations

from ..model.order import counting_key, in_walking_order, value_of

__all__ = ["counting_key", "in_walking_order", "value_of"]
