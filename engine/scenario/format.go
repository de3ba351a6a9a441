package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// Format writes a scenario with these steps as a document, so that a session
// at the prompt becomes a file. Parsing it gives the same scenario: parameters
// that were left at their default are left out again.
func Format(sc *Scenario, steps []Step) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "scenario: %s\n", plain(sc.Name, false))
	if sc.Title != "" {
		fmt.Fprintf(&b, "title: %s\n", plain(sc.Title, false))
	}
	if sc.Seed != 0 {
		fmt.Fprintf(&b, "seed: %d\n", sc.Seed)
	}
	b.WriteString("components:\n")
	for _, c := range sc.Components {
		fields := []string{"kind: " + c.Kind}
		kind, _ := FindKind(c.Kind)
		for _, p := range kind.Params {
			if v := c.Values[p.Name]; v.Given {
				fields = append(fields, p.Name+": "+v.yaml())
			}
		}
		fmt.Fprintf(&b, "  %s: {%s}\n", c.Name, strings.Join(fields, ", "))
	}
	section(&b, "network", NetworkParams(), sc.networkText)
	section(&b, "objectives", ObjectiveParams(), sc.objectivesText)
	if len(steps) > 0 {
		b.WriteString("steps:\n")
		for _, s := range steps {
			fmt.Fprintf(&b, "  - %s\n", plain(s.String(), false))
		}
	}
	return []byte(b.String())
}

func section(b *strings.Builder, name string, params []Param, text map[string]Value) {
	var fields []string
	for _, p := range params {
		if v := text[p.Name]; v.Given {
			fields = append(fields, p.Name+": "+v.yaml())
		}
	}
	if len(fields) > 0 {
		fmt.Fprintf(b, "%s: {%s}\n", name, strings.Join(fields, ", "))
	}
}

// yaml is the value as it stands inside { }.
func (v Value) yaml() string {
	if v.Type == TypeZones || v.Type == TypeReferences || v.Type == TypeNumbers {
		items := make([]string, len(v.list))
		for i, e := range v.list {
			items[i] = plain(e, true)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	if v.Type == TypeRoutes {
		items := make([]string, len(v.routes))
		for i, r := range v.routes {
			items[i] = r.Prefix + ": " + r.To
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	return plain(v.Text, true)
}

// plain writes text as a YAML scalar: as it is where that is safe, else in
// single quotes, where only the quote itself is special. Inside { } (flow)
// commas and brackets are not safe either.
func plain(s string, flow bool) string {
	switch {
	case s == "" || s != strings.TrimSpace(s),
		strings.ContainsRune("-?:,[]{}#&*!|>'\"%@`~=.<", rune(s[0])),
		strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":"),
		flow && strings.ContainsAny(s, ",[]{}:\"'"),
		slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off"}, strings.ToLower(s)),
		visible(s) != s:
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return s
}
