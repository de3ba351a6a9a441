package tui_test

import (
	"fmt"
	"image/color"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"netsplit/tui"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// inks are the colours of a letter on a screen.
type inks struct {
	text, back color.Color // nil: the theme's
	reverse    bool
	faint      bool
}

// letters gives every letter and digit of a screen with its colours to seen.
func letters(t *testing.T, screen string, seen func(inks, string)) {
	t.Helper()
	var now inks
	for rest := screen; rest != ""; {
		code, after, ok := strings.Cut(rest, "\x1b[")
		for _, r := range code {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				seen(now, code)
				break
			}
		}
		if !ok {
			return
		}
		end := strings.IndexByte(after, 'm')
		if end < 0 {
			t.Fatalf("%q is no style", after[:min(len(after), 20)])
		}
		now = now.with(t, strings.Split(after[:end], ";"))
		rest = after[end+1:]
	}
}

func (i inks) with(t *testing.T, codes []string) inks {
	t.Helper()
	for n := 0; n < len(codes); n++ {
		switch code := codes[n]; code {
		case "", "0":
			i = inks{}
		case "2":
			i.faint = true
		case "22":
			i.faint = false
		case "7":
			i.reverse = true
		case "27":
			i.reverse = false
		case "39":
			i.text = nil
		case "49":
			i.back = nil
		case "38", "48":
			if n+4 >= len(codes) || codes[n+1] != "2" {
				t.Fatalf("a colour that is not the theme's: %v", codes)
			}
			var rgb [3]uint8
			for k := range rgb {
				v, err := strconv.ParseUint(codes[n+2+k], 10, 8)
				if err != nil {
					t.Fatal(err)
				}
				rgb[k] = uint8(v)
			}
			c := color.RGBA{rgb[0], rgb[1], rgb[2], 255}
			if code == "38" {
				i.text = c
			} else {
				i.back = c
			}
			n += 4
		case "1", "3", "4", "9", "23", "24", "29":
		default:
			t.Fatalf("the style %s", code)
		}
	}
	return i
}

// Goal: on every page, in every theme with colours of its own, each letter
// stands out from what is behind it: 4.5 to 1, and 7 to 1 in high contrast.
func TestEveryLetterIsReadable(t *testing.T) {
	own := moved()
	for _, scheme := range []string{"light", "dark", "high-contrast"} {
		o, _ := theme.Named(scheme, theme.Options{})
		least := 4.5
		if scheme == "high-contrast" {
			least = 7
		}
		for name, c := range journeys() {
			t.Run(scheme+" "+name, func(t *testing.T) {
				for _, s := range []tuitest.Size{{W: 80, H: 24}, {W: 140, H: 45}} {
					p := wholeWith(t, tui.Deps{Start: c.at, Theme: o, Keys: own}, s.W, s.H)
					told := map[string]bool{}
					for _, step := range c.steps {
						press(p, own, step...)
						letters(t, p.Model.View().Content, func(i inks, text string) {
							front, back := i.text, i.back
							if front == nil {
								front = o.Scheme.Text
							}
							if back == nil {
								back = o.Scheme.Background
							}
							if got := theme.Contrast(front, back); i.faint || got < least {
								if said := fmt.Sprintf("%.1f to 1, faint %v: %v on %v", got, i.faint, front, back); !told[said] {
									told[said] = true
									t.Errorf("%v, after %v: %s: %q", s, step, said, text)
								}
							}
						})
					}
				}
			})
		}
	}
}
