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

// Spark draws the last w values as a line of bars of eight heights between low
// and high; when both are 0 the values' own range from 0 is taken. NaN leaves a
// gap: no measurement is not a measurement of zero.
func Spark(th *theme.Theme, values []float64, low, high float64, w int) string {
	if w <= 0 {
		return ""
	}
	if len(values) > w {
		values = values[len(values)-w:]
	}
	if low == 0 && high == 0 {
		for _, v := range values {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				high = max(high, v)
			}
		}
	}
	sparks := th.Glyph.Sparks
	var b strings.Builder
	for _, v := range values {
		switch {
		case math.IsNaN(v):
			b.WriteByte(' ')
		case high <= low:
			b.WriteRune(sparks[0])
		default:
			at := max(0, min(1, (v-low)/(high-low)))
			b.WriteRune(sparks[int(math.Round(at*float64(len(sparks)-1)))])
		}
	}
	return b.String() + strings.Repeat(" ", w-len(values))
}
