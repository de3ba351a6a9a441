package theme

import (
	"fmt"
	"image/color"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/goccy/go-yaml/ast"

	"netsplit/content/strict"
)

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
	Base    base    `yaml:"base" help:"light, dark or high-contrast: what is not named below is as there; dark without"`
	Colours colours `yaml:"colours"`
}

// colours are the tokens of a theme by name.
type colours struct {
	Text       paint  `yaml:"text" help:"plain text"`
	Background paint  `yaml:"background" help:"of the whole screen"`
	Muted      paint  `yaml:"muted" help:"what matters less: notes, units, hints"`
	Accent     paint  `yaml:"accent" help:"titles, keys, the focused frame"`
	Good       paint  `yaml:"good" help:"worked, up, done; with the sign ✓ or ●"`
	Warn       paint  `yaml:"warn" help:"slow, old, not sure; with the sign !"`
	Bad        paint  `yaml:"bad" help:"failed, down, cut; with the sign ✗"`
	Info       paint  `yaml:"info" help:"running, in flight"`
	Link       paint  `yaml:"link" help:"what can be followed; underlined as well"`
	Border     paint  `yaml:"border" help:"lines and frames"`
	Code       paint  `yaml:"code" help:"code in texts"`
	Series     series `yaml:"series" help:"six colours to tell nodes and curves apart, the last for what failed"`
}

// base is the name of a built-in theme.
type base string

// UnmarshalYAML reads one of the names.
func (b *base) UnmarshalYAML(n ast.Node) error {
	bases := []string{"light", "dark", "high-contrast"}
	name := word(n)
	if !slices.Contains(bases, name) {
		return &strict.NodeError{Node: n, Message: fmt.Sprintf("base is one of %s, not %q", strings.Join(bases, ", "), strict.Shorten(name, 40)), Cure: strict.DidYouMean(name, bases)}
	}
	*b = base(name)
	return nil
}

// paint is a colour that was named; without one the base's counts.
type paint struct {
	color color.Color
	named bool
}

// UnmarshalYAML reads a colour as parseColour does.
func (p *paint) UnmarshalYAML(n ast.Node) error {
	c, err := parseColour(word(n))
	if err != nil {
		return &strict.NodeError{Node: n, Message: err.Error(), Cure: `write "#88c0d0" between quotes, a number from 0 to 255, red, bright-red, or terminal for the terminal's own`}
	}
	*p = paint{c, true}
	return nil
}

// series are the colours that tell nodes apart.
type series []color.Color

// UnmarshalYAML reads six colours.
func (s *series) UnmarshalYAML(n ast.Node) error {
	list, ok := n.(*ast.SequenceNode)
	if !ok || len(list.Values) != 6 {
		have := "is no list"
		if ok {
			have = fmt.Sprintf("has %d colours", len(list.Values))
		}
		return &strict.NodeError{Node: n, Message: "series " + have, Cure: "it takes 6, the last for what failed"}
	}
	for _, one := range list.Values {
		var p paint
		if err := p.UnmarshalYAML(one); err != nil {
			return err
		}
		*s = append(*s, p.color)
	}
	return nil
}

// word is the text of a scalar as it is written.
func word(n ast.Node) string {
	if s, ok := n.(*ast.StringNode); ok {
		return s.Value
	}
	return strings.TrimSpace(n.String())
}

// Token is a part of a theme that a file can name, for help texts.
type Token struct{ Name, About string }

// Tokens lists them.
func Tokens() []Token {
	var all []Token
	t := reflect.TypeFor[colours]()
	for i := range t.NumField() {
		all = append(all, Token{t.Field(i).Tag.Get("yaml"), t.Field(i).Tag.Get("help")})
	}
	return all
}

// Read reads a theme file over options. Errors name the place and the cure.
func Read(path, text string, o Options) (Options, error) {
	var f file
	if err := comments(path, text); err != nil {
		return o, err
	}
	if err := strict.Decode(path, 1, text, &f); err != nil {
		return o, err
	}
	if f.Base == "" {
		f.Base = "dark"
	}
	o, _ = Named(string(f.Base), o) // one of the names
	s := o.Scheme
	s.Name = path
	c := f.Colours
	for to, from := range map[*color.Color]paint{&s.Text: c.Text, &s.Background: c.Background, &s.muted: c.Muted, &s.accent: c.Accent,
		&s.good: c.Good, &s.warn: c.Warn, &s.bad: c.Bad, &s.info: c.Info, &s.link: c.Link, &s.border: c.Border, &s.code: c.Code} {
		if from.named { // order-free: each is its own
			*to = from.color
		}
	}
	if c.Series != nil {
		s.series = c.Series
	}
	return o, nil
}

// comments finds a colour that YAML takes for a comment, since it has no quotes.
func comments(path, text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		_, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if _, err := parseColour(value); ok && err == nil && strings.HasPrefix(value, "#") {
			return &strict.Error{Path: path, Line: n, Excerpt: strings.TrimSpace(line), Message: value + " is a comment here", Cure: `write it between quotes: "` + value + `"`}
		}
	}
	return nil
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
	return nil, fmt.Errorf("%q is no colour", strict.Shorten(text, 40))
}
