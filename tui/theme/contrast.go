package theme

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Contrast is how much two colours differ in lightness, from 1 to 21: the
// contrast ratio of WCAG 2.2.
func Contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		x := float64(v) / 65535
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

// readable is the contrast of text that WCAG 2.2 asks for, 1.4.3.
const readable = 4.5

// Hard names what is hard to read in a scheme, with its contrast, "" where there
// is nothing. Of the terminal's own colours nobody knows it.
func (s *Scheme) Hard() string {
	if s == nil || !known(s.Background) {
		return ""
	}
	var hard []string
	look := func(name string, c color.Color) {
		if c == nil {
			c = s.Text
		}
		if known(c) && Contrast(c, s.Background) < readable {
			hard = append(hard, fmt.Sprintf("%s %.1f", name, Contrast(c, s.Background)))
		}
	}
	look("text", s.Text)
	for _, one := range []struct {
		name string
		c    color.Color
	}{{"muted", s.muted}, {"accent", s.accent}, {"good", s.good}, {"warn", s.warn}, {"bad", s.bad}, {"info", s.info}, {"link", s.link}, {"code", s.code}} {
		look(one.name, one.c)
	}
	for i, c := range s.series {
		look(fmt.Sprintf("series %d", i+1), c)
	}
	return strings.Join(hard, ", ")
}

// known reports whether a colour looks the same in every terminal: the first 16
// are what the terminal makes of them.
func known(c color.Color) bool {
	switch c := c.(type) {
	case nil, ansi.BasicColor:
		return false
	case ansi.IndexedColor:
		return c >= 16
	}
	return true
}
