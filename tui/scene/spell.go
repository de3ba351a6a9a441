package scene

import "strings"

// spell puts the keys of actions into a hint, as keymap.Spell does; a view
// without Spell has the lab's first keys.
func (v View) spell(hint string) string {
	if v.Spell != nil {
		return v.Spell(hint)
	}
	return strings.NewReplacer("{run-or-pause}", "space", "{open}", "enter", "{put}", "u", "{zoom}", "m", "{next-step}", "n", "{get}", "r", "{prompt}", ":",
		"{zoom-out}", "[", "{zoom-in}", "]", "{arrows}", "arrows", "{down}", "down").Replace(hint)
}
