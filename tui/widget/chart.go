package widget

import (
	"math"
	"strings"

	"netsplit/tui/theme"
)

// Bar draws a share from 0 to 1 in w cells, rounded to the nearest cell, but
// only what is complete looks complete and only what is nothing looks empty.
func Bar(th *theme.Theme, share float64, w int) string {
	if w <= 0 {
		return ""
	}
	if math.IsNaN(share) {
		share = 0
	}
	share = max(0, min(1, share))
	full := int(math.Round(share * float64(w)))
	if full == w && share < 1 {
		full--
	}
	if full == 0 && share > 0 && w > 1 {
		full = 1
	}
	return th.Accent.Render(strings.Repeat(th.Glyph.Full, full)) +
		th.Border.Render(strings.Repeat(th.Glyph.Empty, w-full))
}
