package theme_test

import (
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"netsplit/tui/theme"
)

func styles(th *theme.Theme) map[string]lipgloss.Style {
	out := map[string]lipgloss.Style{}
	v := reflect.ValueOf(*th)
	for i := range v.NumField() {
		if s, ok := v.Field(i).Interface().(lipgloss.Style); ok {
			out[v.Type().Field(i).Name] = s
		}
	}
	return out
}

// NO_COLOR leaves bold, underline and reverse, and no colour at all.
func TestNoColour(t *testing.T) {
	for name, s := range styles(theme.New(theme.Options{Dark: true, NoColour: true})) {
		for code := range strings.SplitSeq(strings.Trim(strings.SplitN(s.Render("x"), "x", 2)[0], "\x1b[m"), ";") {
			switch code {
			case "", "1", "2", "3", "4", "7":
			default:
				t.Errorf("%s uses code %s", name, code)
			}
		}
	}
}

// Only the terminal's own 16 colours are used, so its scheme is kept.
func TestSixteenColours(t *testing.T) {
	for _, dark := range []bool{true, false} {
		for name, s := range styles(theme.New(theme.Options{Dark: dark})) {
			if got := s.Render("x"); strings.Contains(got, "38;") || strings.Contains(got, "48;") {
				t.Errorf("%s, dark %v: %q", name, dark, got)
			}
		}
	}
}

// On a light background nothing is drawn in white, yellow, cyan or the bright
// colours: they are hardly to be read there.
func TestLightIsReadable(t *testing.T) {
	th := theme.New(theme.Options{})
	all := styles(th)
	for i, s := range th.Series {
		all["Series "+string(rune('0'+i))] = s
	}
	for name, s := range all {
		for code := range strings.SplitSeq(strings.Trim(strings.SplitN(s.Render("x"), "x", 2)[0], "\x1b[m"), ";") {
			switch code {
			case "33", "36", "37", "91", "92", "93", "94", "95", "96", "97":
				t.Errorf("%s uses code %s", name, code)
			}
		}
	}
	seen := map[string]bool{}
	for _, s := range th.Series {
		if got := s.Render("x"); seen[got] {
			t.Errorf("two of the series are %q", got)
		} else {
			seen[got] = true
		}
	}
	if th.Warn.Render("x") == th.Bad.Render("x") || th.Warn.Render("x") == th.Good.Render("x") {
		t.Error("a warning looks like something else")
	}
}

// What is good, bad, warned of and in flight can be told apart without colour:
// every glyph is one cell, and those of states differ.
func TestGlyphs(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		g := theme.GlyphSet(ascii)
		v := reflect.ValueOf(g)
		for i := range v.NumField() {
			s, ok := v.Field(i).Interface().(string)
			if ok && ansi.StringWidth(s) != 1 {
				t.Errorf("%s is %q", v.Type().Field(i).Name, s)
			}
			if ok && ascii && s[0] >= 0x80 {
				t.Errorf("%s is not ASCII: %q", v.Type().Field(i).Name, s)
			}
		}
		seen := map[string]bool{}
		for _, s := range []string{g.Good, g.Bad, g.Warn, g.Info, g.Unknown} {
			if seen[s] {
				t.Errorf("two states share the glyph %q", s)
			}
			seen[s] = true
		}
	}
}

// Applying changes every holder of the theme and tells caches.
func TestApply(t *testing.T) {
	th := theme.New(theme.Options{Dark: true})
	before, version := th.Good.Render("x"), th.Version
	th.Apply(theme.Options{})
	if th.Good.Render("x") == before || th.Version == version {
		t.Error("nothing changed")
	}
}
