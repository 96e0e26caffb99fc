"""Objects that the mascot 楼小帆 holds or meets, as coloured paths in the same square as `mascot_parts`."""

from __future__ import annotations

from .mascot_parts import Part, arm, drawn, hand, inlay, solid
from .shapes import box, oval

BOOK: Part = (
    solid("M64 196Q94 184 120 198Q146 184 176 196V230Q146 219 120 232Q94 219 64 230Z", "lamp"),
    inlay("M71 193Q97 182 117 195V224Q97 212 71 223ZM169 193Q143 182 123 195V224Q143 212 169 223Z", "paper"),
    drawn("M80 201Q94 196 108 202M80 211Q94 206 108 212M160 201Q146 196 132 202M160 211Q146 206 132 212", "stone", 3.5),
)
FINGER: Part = (hand("M202 141L227 126A7 7 0 0 1 235 138L220 147A11.5 11.5 0 1 1 202 141Z"),)
BUBBLES: Part = (
    solid(oval(196, 74, 5.5) + oval(206, 56, 8.5), "stream"),
    solid("M186 30a13 13 0 0 1 18-18a14 14 0 0 1 24 10a10 10 0 0 1-5 19q-12 5-19-1q-14 3-18-10Z", "foam"),
    inlay(oval(199, 26, 3.4) + oval(209, 26, 3.4) + oval(219, 26, 3.4), "river"),
)
BROOM: Part = (
    drawn("M222 92L202 190", "oak", 8, edge=True),
    solid("M190 184L215 189Q226 210 222 230Q196 236 168 224Q184 206 190 184Z", "lamp"),
    drawn("M199 198L189 222M207 200L206 225", "wood", 3.5),
    drawn("M191 186L213 190", "brick", 8),
    *arm("M184 158Q204 168 211 148"),
)
DUSTPAN: Part = (
    drawn("M34 194L42 216", "oak", 7, edge=True),
    solid("M22 208L60 214L74 230H10Z", "apricot"),
    inlay("M24 213L57 218L64 226H18Z", "straw"),
    *arm("M58 164Q36 170 34 192"),
)
DUST: Part = (
    solid(oval(14, 176, 5.5) + oval(26, 166, 4), "stream"),
    solid("M2 200Q4 186 19 186Q18 200 2 200Z", "sprout"),
)
SPARKS: Part = (
    solid(
        "M44 30l5 12 13 1-10 8 3 13-11-7-11 7 3-13-10-8 13-1ZM206 26l5 12 13 1-10 8 3 13-11-7-11 7 3-13-10-8 13-1Z",
        "lamp",
    ),
    solid(oval(74, 22, 5) + oval(186, 66, 4.5), "coral"),
    solid(oval(62, 66, 4.5) + oval(186, 16, 5), "leaf"),
)
LANTERN: Part = (
    inlay(oval(206, 164, 34), "glow"),
    drawn("M206 124V140", "oak", 4, edge=True),
    solid(oval(206, 164, 24, 22), "brick"),
    inlay(oval(206, 164, 14, 22), "apricot"),
    inlay(oval(206, 164, 5.5, 22), "straw"),
    solid(box(195, 138, 22, 7, 3) + box(195, 183, 22, 7, 3), "lamp"),
    drawn("M206 191V206", "brick", 5),
    *arm("M186 150Q198 142 206 126"),
)
SWEAT: Part = (solid("M40 44Q52 58 51 66A11 11 0 0 1 29 66Q29 58 40 44Z", "stream"),)
BOAT: Part = (
    solid("M14 166Q120 190 226 162Q216 210 178 222H66Q26 208 14 166Z", "apricot"),
    inlay("M13 164Q120 188 227 160L222 176Q120 204 19 180Z", "straw"),
)
WATER: Part = (
    solid(
        "M4 214q15-14 30 0t30 0q15-14 30 0t30 0q15-14 30 0t30 0q15-14 30 0t24 0Q236 236 220 236H20Q4 236 4 214Z", "tide"
    ),
    drawn("M24 227q9-7 18 0t18 0M102 227q9-7 18 0t18 0M180 227q9-7 18 0t18 0", "foam", 4),
)
