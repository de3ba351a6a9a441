package scenario

import "strings"

// form splits "name(a, b)" into its name and its arguments; a name alone has
// none. False: the brackets do not match.
func form(text string) (name string, args []string, ok bool) {
	name, rest, call := strings.Cut(strings.TrimSpace(text), "(")
	name = strings.TrimSpace(name)
	if !call {
		return name, nil, !strings.Contains(name, ")")
	}
	inner, closed := strings.CutSuffix(strings.TrimSpace(rest), ")")
	if !closed || strings.ContainsAny(inner, "()") {
		return name, nil, false
	}
	for a := range strings.SplitSeq(inner, ",") {
		args = append(args, strings.TrimSpace(a))
	}
	return name, args, true
}
