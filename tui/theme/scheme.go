package theme

import (
	"fmt"
	"image/color"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"netsplit/content/strict"
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
	c := hex("#0b5394", "#1e6b2d", "#8a4b00", "#b3261e", "#5b3f99", "#0b5394", "#767676", "#7a3e9d")
	return scheme("light", false, "#1c1c1c", "#fbfbf8", c, hex("#0b5394", "#7a3e9d", "#1e6b2d", "#8a4b00", "#006a6a", "#b3261e"))
}

func dark() *Scheme {
	c := hex("#7fc8f8", "#8fd694", "#f2c879", "#ff8f87", "#b9a5f5", "#7fc8f8", "#8a8f98", "#f2c879")
	return scheme("dark", true, "#e6e6e6", "#16181d", c, hex("#7fc8f8", "#e3a5f0", "#f2c879", "#8fd694", "#b9a5f5", "#ff8f87"))
}

// highContrast has at least 7 to 1 (WCAG 2.2, 1.4.6).
func highContrast() *Scheme {
	c := hex("#00ffff", "#00ff66", "#ffff00", "#ff9c9c", "#9fd0ff", "#00ffff", "#ffffff", "#ffff00")
	return scheme("high-contrast", true, "#ffffff", "#000000", c, hex("#00ffff", "#ffb0ff", "#ffff00", "#00ff66", "#9fd0ff", "#ff9c9c"))
}

func scheme(name string, dark bool, text, background string, c []color.Color, series []color.Color) *Scheme {
	return &Scheme{Name: name, Dark: dark, Text: lipgloss.Color(text), Background: lipgloss.Color(background),
		tokens: tokens{accent: c[0], good: c[1], warn: c[2], bad: c[3], info: c[4], link: c[5], border: c[6], code: c[7], series: series}}
}

// file is a theme as it is written: a built-in one, with other colours.
//
//	base: dark
//	colours:
//	  accent: "#88c0d0"
//	  good: 114
//	  bad: bright-red
//	  border: terminal
//	  series: ["#88c0d0", "#b48ead", "#ebcb8b", "#a3be8c", "#81a1c1", "#bf616a"]
type file struct {
	Base    string  `yaml:"base"`
	Colours colours `yaml:"colours"`
}

// colours are the tokens of a theme by name.
type colours struct {
	Text       string   `yaml:"text"`
	Background string   `yaml:"background"`
	Accent     string   `yaml:"accent"`
	Good       string   `yaml:"good"`
	Warn       string   `yaml:"warn"`
	Bad        string   `yaml:"bad"`
	Info       string   `yaml:"info"`
	Link       string   `yaml:"link"`
	Border     string   `yaml:"border"`
	Code       string   `yaml:"code"`
	Series     []string `yaml:"series"`
}

// Read reads a theme file over options. Errors name the place and the cure.
func Read(path, text string, o Options) (Options, error) {
	var f file
	if err := strict.Decode(path, 1, text, &f); err != nil {
		return o, err
	}
	if f.Base == "" {
		f.Base = "dark"
	}
	bases := []string{"light", "dark", "high-contrast"}
	if !slices.Contains(bases, f.Base) {
		return o, fmt.Errorf("%s: base is one of %s, not %q", path, strings.Join(bases, ", "), strict.Shorten(f.Base, 40))
	}
	o, _ = Named(f.Base, o) // one of the names
	s := o.Scheme
	s.Name = path
	into := map[string]*color.Color{"Text": &s.Text, "Background": &s.Background, "Accent": &s.accent, "Good": &s.good, "Warn": &s.warn,
		"Bad": &s.bad, "Info": &s.info, "Link": &s.link, "Border": &s.border, "Code": &s.code}
	v := reflect.ValueOf(f.Colours)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		to, written := into[field.Name], v.Field(i)
		if to == nil || written.String() == "" {
			continue
		}
		c, err := parseColour(written.String())
		if err != nil {
			return o, fmt.Errorf("%s: %s: %w", path, field.Tag.Get("yaml"), err)
		}
		*to = c
	}
	if n := len(f.Colours.Series); n > 0 && n != 6 {
		return o, fmt.Errorf("%s: series has %d colours; it takes 6, the last for what failed", path, n)
	}
	for i, one := range f.Colours.Series {
		c, err := parseColour(one)
		if err != nil {
			return o, fmt.Errorf("%s: series: %w", path, err)
		}
		s.series[i] = c
	}
	return o, nil
}

// parseColour reads "#88c0d0", "#8cd", 0 to 255, a name of the 16, or "terminal".
func parseColour(text string) (color.Color, error) {
	names := []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
	plain, bright := strings.CutPrefix(text, "bright-")
	if i := slices.Index(names, plain); i >= 0 {
		if bright {
			i += 8
		}
		return lipgloss.Color(strconv.Itoa(i)), nil
	}
	if text == "terminal" {
		return nil, nil
	}
	if digits, ok := strings.CutPrefix(text, "#"); ok {
		if _, err := strconv.ParseUint(digits, 16, 32); err == nil && (len(digits) == 3 || len(digits) == 6) {
			return lipgloss.Color(text), nil
		}
	} else if n, err := strconv.Atoi(text); err == nil && n >= 0 && n <= 255 {
		return lipgloss.Color(text), nil
	}
	return nil, fmt.Errorf(`%q is no colour; write "#88c0d0", a number from 0 to 255, red, bright-red or terminal`, strict.Shorten(text, 40))
}
