package calculator

import (
	"strings"

	"charm.land/lipgloss/v2"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/tui/theme"
)

// widestSheet keeps a worksheet readable on a wide screen.
const widestSheet = 100

// sheet draws worksheets and keeps the last one, since a screen is drawn far
// more often than an answer changes.
type sheet struct {
	key   sheetKey
	drawn []string
}

type sheetKey struct {
	shell          string // the question; with the same width, the same answer
	width, version int
	stale          bool
}

// lines is a worksheet as styled lines of at most w cells. A stale one, whose
// inputs no longer make sense, is all muted.
func (s *sheet) lines(th *theme.Theme, answer calc.Worksheet, w int, stale bool) []string {
	key := sheetKey{answer.Shell, min(w, widestSheet), th.Version, stale}
	if s.key == key {
		return s.drawn
	}
	style := func(m unit.Meaning, text string) string {
		if th.ASCII {
			text = ascii(text)
		}
		if stale {
			return th.Muted.Render(text)
		}
		return meaningStyle(th, m).Render(text)
	}
	text := strings.TrimRight(calc.Styled(answer, key.width, style), "\n")
	s.key, s.drawn = key, strings.Split(text, "\n")
	return s.drawn
}

func meaningStyle(th *theme.Theme, m unit.Meaning) lipgloss.Style {
	switch m {
	case unit.Heading:
		return th.Strong
	case unit.Value:
		return th.Accent
	case unit.Operator, unit.Note:
		return th.Muted
	case unit.Marked:
		return th.Good.Bold(true)
	}
	return th.Text
}

// ascii writes signs outside of ASCII with one letter each, so that columns
// stay.
func ascii(text string) string {
	return strings.NewReplacer("→", ">", "−", "-", "×", "x", "÷", "/", "≈", "~", "µ", "u").Replace(text)
}
