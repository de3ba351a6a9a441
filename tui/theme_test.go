package tui_test

import (
	"regexp"
	"testing"

	"netsplit/tui/page"
	"netsplit/tui/theme"
)

// Without any colour the screen still shows what failed: a crashed node differs
// from one that runs, in letters and signs alone.
func TestStateWithoutColour(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		o, _ := theme.Named("monochrome", theme.Options{ASCII: ascii})
		p := whole(t, page.Place{Page: "lab", Target: "default"}, o)
		before := p.Screen()
		p.Keys("x")
		after := p.Screen()
		if before == after {
			t.Fatal("a crash is not seen")
		}
		if colour := regexp.MustCompile(`\x1b\[[0-9;]*[34]8;|\x1b\[(?:[0-9]+;)*(?:3|4|9|10)[0-7](?:;[0-9]+)*m`).FindString(p.Model.View().Content); colour != "" {
			t.Errorf("a colour in monochrome: %q", colour)
		}
	}
}

// The palette changes the theme of the page that is open, and says how to keep
// it; NO_COLOR is stronger.
func TestThemeFromPalette(t *testing.T) {
	p := whole(t, page.Place{}, theme.Options{Dark: true})
	before, plain := p.Model.View().Content, p.Screen()
	p.Keys("ctrl+p")
	p.Type("theme high")
	p.Keys("enter")
	p.Sees(t, "Theme high-contrast until you leave")
	p.Keys("down", "up")
	if v := p.Model.View(); v.Content == before || v.BackgroundColor == nil {
		t.Error("nothing looks different")
	}
	if p.Screen() != plain {
		t.Errorf("a theme changed the text:\n%s", p.Screen())
	}
	p = whole(t, page.Place{}, theme.Options{NoColour: true})
	before = p.Model.View().Content
	p.Keys("ctrl+p")
	p.Type("theme dark")
	p.Keys("enter")
	p.Sees(t, "NO_COLOR is set")
	p.Keys("down", "up")
	if v := p.Model.View(); v.Content != before || v.BackgroundColor != nil {
		t.Error("NO_COLOR is not obeyed")
	}
}
