package theme

import (
	"image/color"
	"strings"
	"testing"
)

// Goal: every colour of the built-in schemes can be read on its background:
// 4.5 to 1, and 7 to 1 in high contrast, as WCAG 2.2 defines it. Lines need 3.
func TestContrast(t *testing.T) {
	for _, s := range []*Scheme{light(), dark(), highContrast()} {
		least := 4.5
		if s.Name == "high-contrast" {
			least = 7
		}
		for name, c := range map[string]color.Color{"text": s.Text, "accent": s.accent, "good": s.good, "warn": s.warn, "bad": s.bad, "info": s.info, "link": s.link, "code": s.code, "muted": s.muted} {
			if got := Contrast(c, s.Background); got < least {
				t.Errorf("%s: %s has %.1f to 1, wants %.1f", s.Name, name, got, least)
			}
		}
		for i, c := range s.series {
			if got := Contrast(c, s.Background); got < least {
				t.Errorf("%s: series %d has %.1f to 1", s.Name, i, got)
			}
		}
		if got := Contrast(s.border, s.Background); got < 3 {
			t.Errorf("%s: lines have %.1f to 1", s.Name, got)
		}
	}
}

// Goal: a theme file changes what it names and keeps the rest of its base.
func TestRead(t *testing.T) {
	o, err := Read("mine.yaml", "base: light\ncolours:\n  accent: \"#123\"\n  good: 114\n  bad: bright-red\n  border: terminal\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if o.Scheme.border != nil || o.Scheme.warn != light().warn || o.Scheme.accent == light().accent || o.Dark {
		t.Errorf("%+v", o.Scheme)
	}
	for text, want := range map[string]string{
		"colors: {}\n":                                         "did you mean colours?",
		"base: drak\n":                                         "base is one of light, dark, high-contrast",
		"colours: {acent: red}\n":                              "did you mean accent?",
		"colours: {accent: rouge}\n":                           `"rouge" is no colour`,
		"colours: {accent: \"#12\"}\n":                         "is no colour",
		"colours: {good: 256}\n":                               "is no colour",
		"colours: {series: [red]}\n":                           "it takes 6",
		"colours: [red]\n":                                     "mine.yaml",
		"base: dark\ncolours:\n  good: 7\n  bad: #ff0000\n":    "mine.yaml:4",
		"base: dark\ncolours:\n  good: 7\n  bad: rouge\n":      "mine.yaml:4",
		"base: dark\ncolours:\n  series: [1, 2, 3, 4, 5, x]\n": "mine.yaml:3",
		"base: dark\ncolours:\n  good: {red: 1}\n":             "mine.yaml:3",
		"\nbase: [dark]\n":                                     "mine.yaml:2",
		"colours: {accent: \"#-12345\"}":                       "is no colour",
	} {
		if _, err := Read("mine.yaml", text, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// Goal: each built-in theme is there; monochrome has no colour at all.
func TestNamed(t *testing.T) {
	for _, name := range Names() {
		o, ok := Named(name, Options{Dark: true, ASCII: true})
		if !ok || !o.ASCII {
			t.Errorf("%s: %+v", name, o)
		}
		th := New(o)
		if name == "monochrome" && strings.Contains(th.Bad.Render("x"), "3") {
			t.Errorf("monochrome draws %q", th.Bad.Render("x"))
		}
		if o.Scheme != nil && !strings.Contains(th.Bad.Render("x"), "38;2;") {
			t.Errorf("%s draws %q", name, th.Bad.Render("x"))
		}
	}
	if _, ok := Named("pink", Options{}); ok {
		t.Error("pink is a theme")
	}
}

// Goal: a theme file whose colours can hardly be read says which; of colours
// that the terminal decides it says nothing.
func TestHardToRead(t *testing.T) {
	for text, want := range map[string]string{
		"base: light\n": "",
		"colours: {text: \"#fff\", background: \"#fff\"}\n":            "text 1.0, muted 2.",
		"base: dark\ncolours: {muted: \"#333333\", bad: 235}\n":        "muted 1.4, bad 1.2",
		"base: light\ncolours: {good: bright-yellow}\n":                "",
		"base: light\ncolours: {background: terminal, text: \"#fff\"}": "",
		"base: light\ncolours: {series: [16, 17, 18, 231, 22, 52]}\n":  "series 4 1.0",
	} {
		o, err := Read("mine.yaml", text, Options{})
		if got := o.Scheme.Hard(); err != nil || !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
	for _, s := range []*Scheme{nil, light(), dark(), highContrast()} {
		if got := s.Hard(); got != "" {
			t.Errorf("%q is hard to read", got)
		}
	}
}
