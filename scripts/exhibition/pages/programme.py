"""What pages may say of the programme as a whole: its published figures and where they are from.

来源: 宝山区民政局; the report bears no date. Nothing here is counted by us.
"""

SOURCE = "宝山区民政局"
UNITS, THREE_STARS_OR_MORE, FIVE_STARS, NEW_A_YEAR = "5500", "1634", "224", "1000"

FIGURES = (
    (UNITS, "多个活力楼组"),
    (THREE_STARS_OR_MORE, "个三星及以上"),
    (FIVE_STARS, "个五星楼组"),
    (NEW_A_YEAR, "个，每年新增"),
)
"""Each figure with the words after it."""
