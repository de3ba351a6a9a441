package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Scheme is a set of colours of its own, in place of the terminal's 16. A colour
// that is nil is the terminal's own text.
type Scheme struct {
	Name             string
	Dark             bool // for what depends on the background
	Text, Background color.Color

	tokens
}

// Names lists the built-in themes. "terminal", the default, is no scheme: it is
// the terminal's own colours.
func Names() []string { return []string{"terminal", "light", "dark", "high-contrast", "monochrome"} }

// Named is the options of a built-in theme; false means there is none.
func Named(name string, o Options) (Options, bool) {
	o.Scheme, o.Mono = nil, false
	switch name {
	case "terminal":
	case "light":
		o.Scheme = light()
	case "dark":
		o.Scheme = dark()
	case "high-contrast":
		o.Scheme = highContrast()
	case "monochrome":
		o.Mono = true
	default:
		return o, false
	}
	if o.Scheme != nil {
		o.Dark = o.Scheme.Dark
	}
	return o, true
}

func hex(all ...string) []color.Color {
	out := make([]color.Color, len(all))
	for i, one := range all {
		out[i] = lipgloss.Color(one)
	}
	return out
}

// light has at least 4.5 to 1 between each colour and its background (WCAG 2.2,
// 1.4.3); the test computes it, also for the two below.
func light() *Scheme {
	c := hex("#0b5394", "#1e6b2d", "#8a4b00", "#b3261e", "#5b3f99", "#0b5394", "#6f6f6f", "#7a3e9d", "#5c5c5c")
	return scheme("light", false, "#1c1c1c", "#fbfbf8", c, hex("#0b5394", "#7a3e9d", "#1e6b2d", "#8a4b00", "#006a6a", "#b3261e"))
}

func dark() *Scheme {
	c := hex("#7fc8f8", "#8fd694", "#f2c879", "#ff8f87", "#b9a5f5", "#7fc8f8", "#8a8f98", "#f2c879", "#a3a9b3")
	return scheme("dark", true, "#e6e6e6", "#16181d", c, hex("#7fc8f8", "#e3a5f0", "#f2c879", "#8fd694", "#b9a5f5", "#ff8f87"))
}

// highContrast has at least 7 to 1 (WCAG 2.2, 1.4.6).
func highContrast() *Scheme {
	c := hex("#00ffff", "#00ff66", "#ffff00", "#ff9c9c", "#9fd0ff", "#00ffff", "#ffffff", "#ffff00", "#d0d0d0")
	return scheme("high-contrast", true, "#ffffff", "#000000", c, hex("#00ffff", "#ffb0ff", "#ffff00", "#00ff66", "#9fd0ff", "#ff9c9c"))
}

func scheme(name string, dark bool, text, background string, c []color.Color, series []color.Color) *Scheme {
	return &Scheme{Name: name, Dark: dark, Text: lipgloss.Color(text), Background: lipgloss.Color(background),
		tokens: tokens{accent: c[0], good: c[1], warn: c[2], bad: c[3], info: c[4], link: c[5], border: c[6], code: c[7], muted: c[8], series: series}}
}
