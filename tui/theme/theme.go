package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Options is what a theme depends on.
type Options struct {
	Dark     bool // the terminal's background is dark
	NoColour bool // NO_COLOR: bold, underline and reverse stay, colours go
	ASCII    bool // no Unicode: borders and glyphs from ASCII
	Mono     bool // no colour because the learner likes it so
	Scheme   *Scheme
}

// Theme is the third layer: the styles and glyphs that pages draw with.
type Theme struct {
	Options
	Version int // counts changes, for caches

	Text   lipgloss.Style // plain
	Muted  lipgloss.Style // less important
	Strong lipgloss.Style // bold
	Emph   lipgloss.Style // italic, in running text
	Title  lipgloss.Style // of a page or section
	Accent lipgloss.Style // what the eye shall find first
	Key    lipgloss.Style // a key's name in hints

	Good lipgloss.Style // worked, up, done
	Warn lipgloss.Style // degraded, slow, not sure
	Bad  lipgloss.Style // failed, down, cut
	Info lipgloss.Style // in flight, running

	Selected lipgloss.Style // the row under the cursor, in the focused pane
	Inactive lipgloss.Style // the row under the cursor, in another pane
	Match    lipgloss.Style // found by search
	Current  lipgloss.Style // the match the cursor is on

	Link   lipgloss.Style
	Code   lipgloss.Style
	Quote  lipgloss.Style
	Border lipgloss.Style // lines and frames
	Focus  lipgloss.Style // the frame of the focused pane

	Series []lipgloss.Style // six tellable styles for nodes, series, versions

	Frame lipgloss.Border
	Glyph Glyphs
}

// New makes a theme.
func New(o Options) *Theme {
	th := &Theme{}
	th.Apply(o)
	return th
}

// Apply changes the theme in place, so that every page that holds it changes.
func (th *Theme) Apply(o Options) {
	version := th.Version + 1
	t := meanings(terminal(o.Dark), o.Dark)
	if o.Scheme != nil {
		t = o.Scheme.tokens
	}
	fg := func(c color.Color) lipgloss.Style {
		if o.NoColour || o.Mono || c == nil {
			return lipgloss.NewStyle()
		}
		return lipgloss.NewStyle().Foreground(c)
	}
	plain := lipgloss.NewStyle()
	*th = Theme{
		Options: o, Version: version,
		Text: plain, Muted: plain.Faint(true), Strong: plain.Bold(true), Emph: plain.Italic(true),
		Title: fg(t.accent).Bold(true), Accent: fg(t.accent), Key: fg(t.accent).Bold(true),
		Good: fg(t.good), Warn: fg(t.warn), Bad: fg(t.bad), Info: fg(t.info),
		Selected: plain.Reverse(true), Inactive: plain.Bold(true).Underline(true),
		Match: plain.Underline(true).Bold(true), Current: plain.Reverse(true).Bold(true),
		Link: fg(t.link).Underline(true), Code: fg(t.code), Quote: plain.Italic(true),
		Border: fg(t.border), Focus: fg(t.accent),
		Frame: lipgloss.RoundedBorder(), Glyph: unicodeGlyphs(),
	}
	if t.muted != nil && !o.NoColour && !o.Mono {
		th.Muted = fg(t.muted) // how faint a terminal draws is not known, and not enough in some
	}
	for _, c := range t.series {
		th.Series = append(th.Series, fg(c))
	}
	if o.ASCII {
		th.Frame, th.Glyph = lipgloss.ASCIIBorder(), asciiGlyphs()
	}
}
