package content

import (
	"strconv"
	"strings"
	"unicode"
)

// Slug is the anchor that GitHub gives a heading: lower case, letters, digits,
// hyphens and underscores kept, a hyphen for each space.
func Slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(title)) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '-', r == '_':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}
	return b.String()
}

// anchors hands out unique anchors: a second "pros" becomes "pros-1".
type anchors map[string]int

func (a anchors) add(title string) string {
	slug := Slug(title)
	unique := slug
	for {
		if _, taken := a[unique]; !taken {
			break
		}
		a[slug]++
		unique = slug + "-" + strconv.Itoa(a[slug])
	}
	a[unique] = 0
	return unique
}

// loose is a slug with what people get wrong in hand-made anchors removed:
// repeated hyphens, underscores for hyphens.
func loose(anchor string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(anchor), func(r rune) bool {
		return r == '-' || r == '_' || r == ' '
	}), "-")
}
