// Package theme says how things look, in three layers: a palette of colours,
// tokens that give a colour a meaning (muted, good, selected), and styles made
// of tokens, which is all that pages use. The palette is the terminal's own 16
// colours, so netsplit looks like the learner's terminal, light or dark.
//
//	th := theme.New(theme.Options{Dark: true})
//	line := th.Good.Render(th.Glyph.Good + " acknowledged")
//
// Colour never carries a state alone: a glyph or a word goes with it.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// palette is the first layer: colours without a meaning. A nil colour is the
// terminal's default.
type palette struct {
	red, green, yellow, blue, magenta, cyan color.Color
	grey                                    color.Color
}

// terminal returns the 16-colour palette. On a dark background the bright
// half reads better, on a light one the normal half.
func terminal(dark bool) palette {
	c := lipgloss.Color
	if dark {
		return palette{
			red: c("9"), green: c("10"), yellow: c("11"), blue: c("12"),
			magenta: c("13"), cyan: c("14"), grey: c("8"),
		}
	}
	return palette{
		red: c("1"), green: c("2"), yellow: c("3"), blue: c("4"),
		magenta: c("5"), cyan: c("6"), grey: c("8"),
	}
}

// tokens is the second layer: meanings. Less important text has a colour only
// where the background is known: of the terminal's own it is the text, fainter,
// since neither of the greys is readable on every background.
type tokens struct {
	accent, good, warn, bad, info, link color.Color
	border, code, muted                 color.Color
	series                              []color.Color
}

// meanings gives the colours their meanings. On a light background yellow and
// cyan are hardly readable in most schemes, so nothing is drawn in them; one of
// the series is the terminal's own text. Red comes last: it is what failed.
func meanings(p palette, dark bool) tokens {
	if !dark {
		return tokens{
			accent: p.blue, good: p.green, warn: p.magenta, bad: p.red, info: p.blue, link: p.blue,
			border: p.grey, code: p.magenta,
			series: []color.Color{p.blue, p.magenta, p.green, nil, p.grey, p.red},
		}
	}
	return tokens{
		accent: p.cyan, good: p.green, warn: p.yellow, bad: p.red, info: p.blue, link: p.blue,
		border: p.grey, code: p.yellow,
		series: []color.Color{p.cyan, p.magenta, p.yellow, p.green, p.blue, p.red},
	}
}
