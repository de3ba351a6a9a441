package tui

import (
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store/sqllab"
	"netsplit/tui/catalogue"
	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/palette"
	"netsplit/tui/theme"
)

// press is an action of the page on top, chosen in the palette.
type press struct{ keymap.Press }

// everywhere is an action of the root, chosen in the palette.
type everywhere struct{ action keymap.Action }

// wear changes the theme.
type wear struct{ theme string }

// searchFor opens the search with what was typed.
type searchFor struct{}

// Things lists what the palette opens: every lesson, lab, drill, checklist and
// calculator of a library. A file that can't be read is left out; its list says
// why.
func Things(lib *content.Library) []palette.Entry {
	var all []palette.Entry
	open := func(kind, title, words string, at page.Place) {
		all = append(all, palette.Entry{Kind: kind, Title: title, Words: words, Do: page.Open{Place: at}})
	}
	for _, one := range [][3]string{{"Home", "start", "home"}, {"Progress", "how far", "progress"}, {"Cards", "recall due today", "cards"}, {"The first minute again", "welcome introduction", "welcome"}} {
		open("page", one[0], one[1], page.Place{Page: one[2]})
	}
	for _, one := range [][2]string{{"Labs", "labs"}, {"Drills", "drills"}, {"Checklists", "checklists"}, {"Calculators", "calculators"}, {"SQL experiments", "sql"}} {
		open("list", one[0], "all", page.Place{Page: "home", Target: one[1]})
	}
	lessons, _ := lib.Lessons() // home says what is wrong with them
	for _, l := range lessons {
		open("lesson", l.Title, l.ID+" "+l.Track, page.Place{Page: "lesson", Target: l.ID})
	}
	for _, c := range catalogue.All() {
		open("calculator", c.Title, c.Name+" "+c.Summary, page.Place{Page: "calculator", Target: c.Name})
	}
	for _, l := range sqllab.Labs() {
		open("sql", l.Title, l.Name+" database experiment", page.Place{Page: "sql", Target: l.Name})
	}
	titled := func(kind, to string, names []string, source func(string) (string, string, error)) {
		for _, name := range names {
			title := name
			if _, text, err := source(name); err == nil {
				if t, ok := content.TopLevel(text, "title"); ok && t != "" {
					title = t
				}
			}
			open(kind, title, name, page.Place{Page: to, Target: name})
		}
	}
	titled("drill", "drill", lib.DrillNames(), lib.DrillSource)
	titled("checklist", "review", lib.ChecklistNames(), lib.ChecklistSource)
	titled("lab", "lab", lib.ScenarioNames(), func(name string) (string, string, error) {
		sc, err := lib.Scenario(name)
		if err != nil {
			return "", "", err
		}
		return sc.Path, sc.Source, nil
	})
	return all
}

// openPalette offers what the page can do now, then what the root can, then all
// there is to open.
func (m *Model) openPalette() {
	if layout.For(m.w, m.h) == layout.TooSmall {
		return
	}
	if m.things == nil && m.deps.Things != nil {
		m.things = m.deps.Things()
	}
	ascii := m.env.Theme.ASCII
	var all []palette.Entry
	for _, b := range m.bindings(m.top()) {
		if b.Many() {
			continue // "answer 1 to 9" is no one action
		}
		key := "" // an action may have none; it is found here
		if len(b.Keys) > 0 {
			key = b.Keys[0]
		}
		all = append(all, palette.Entry{Kind: "here", Title: capital(b.Meaning), Words: string(b.Action),
			Keys: b.Label(ascii), Do: press{keymap.Press{Action: b.Action, Key: key}}})
	}
	all = append(all, m.things...)
	for _, b := range m.global() {
		if b.Action == keymap.Palette || b.Action == keymap.ForceQuit {
			continue
		}
		all = append(all, palette.Entry{Kind: "anywhere", Title: capital(b.Meaning), Words: string(b.Action),
			Keys: b.Label(ascii), Do: everywhere{b.Action}})
	}
	for _, name := range theme.Names() {
		all = append(all, palette.Entry{Kind: "theme", Title: "Theme: " + name, Words: "colours look", Do: wear{name}})
	}
	all = append(all, palette.Entry{Kind: "search", Title: "Search all text for these words", Always: true, Do: searchFor{}})
	m.help, m.palette = nil, palette.New(all)
}

// inPalette gives input to the palette and does what was chosen there.
func (m *Model) inPalette(msg tea.Msg) tea.Cmd {
	chosen, open := m.givePalette(msg)
	if open {
		return nil
	}
	query := m.palette.Query()
	m.palette = nil
	if chosen == nil {
		return nil
	}
	switch do := chosen.Do.(type) {
	case press:
		return m.act(do.Press)
	case everywhere:
		return m.everywhere(do.action)
	case wear:
		return m.wear(do.theme)
	case searchFor:
		return m.open(page.Place{Page: "search", Target: query}, false)
	}
	return m.request(chosen.Do)
}

// givePalette hands the palette an action for a key, or the input itself.
func (m *Model) givePalette(msg tea.Msg) (chosen *palette.Entry, open bool) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return m.palette.Update(msg)
	}
	if b, ok := keymap.Find(m.paletteKeys(), key.String()); ok {
		return m.palette.Act(b.Action)
	}
	if b, ok := keymap.Find(m.global(), key.String()); ok && b.Action == keymap.Palette && key.Text == "" {
		return nil, false // the key that opened it
	}
	return m.palette.Update(msg)
}

func (m *Model) paletteKeys() []keymap.Binding {
	return m.deps.Keys.ApplyTyping("palette", palette.Keys())
}

// wear changes the theme until the program ends; the settings keep one.
func (m *Model) wear(name string) tea.Cmd {
	o, _ := theme.Named(name, m.env.Theme.Options) // it is one of Names
	m.env.Theme.Apply(o)
	m.frame.drop()
	text := "Theme " + name + " until you leave. theme: " + name + " in the settings keeps it."
	if o.NoColour {
		text = "NO_COLOR is set, so no theme has colours."
	}
	m.say(page.Toast{Text: text})
	cmd := m.fade()
	if name == "terminal" && !o.NoColour {
		m.asking()
		cmd = tea.Batch(cmd, tea.RequestBackgroundColor)
	}
	return cmd
}

// capital begins a text with a capital letter.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}
