package content

import (
	"strings"
)

// Notes carry raw HTML. A terminal can't show it, and nothing may be lost:
// tags that Markdown can say are translated, other tags of HTML go, and what
// only looks like a tag (List<String>) stays as it is written.

var (
	tag        = pattern(`(?i)</?([a-z][a-z0-9-]*)((?:\s+[^<>]*)?)\s*/?>`)
	tagPair    = pattern(`(?i)<(b|strong|i|em|code|kbd|samp|s|del|strike)>([^\s<>*` + "`" + `](?:[^<>*` + "`" + `]*[^\s<>*` + "`" + `])?)</(b|strong|i|em|code|kbd|samp|s|del|strike)>`)
	anchorPair = pattern(`(?i)<a\s[^<>]*?href\s*=\s*["']?([^"'\s<>]+)["']?[^<>]*>([^<>]*)</a>`)
	headPair   = pattern(`(?i)^\s*<h([1-6])(?:\s[^<>]*)?>(.*)</h[1-6]>\s*$`)
	comment    = pattern(`<!--.*?-->`)
	attribute  = pattern(`(?i)\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)
	image      = pattern(`!\[([^\]]*)\]\(\s*<?([^)\s<>]*)>?(?:\s+["'(][^)]*["')])?\s*\)`)
	autolink   = pattern(`(?i)^<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>`)
)

// known are the elements of HTML. They are only looked up.
const known = " a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr "

func isElement(name string) bool {
	return strings.Contains(known, " "+strings.ToLower(name)+" ")
}

// caption names a picture in words; see Options.Picture.
type captioner func(alt, source string) string

// reduce rewrites one line of Markdown outside code fences without HTML and
// pictures. Code spans stay as they are.
func reduce(s string, caption captioner) string {
	if strings.IndexByte(s, '<') < 0 && !strings.Contains(s, "![") {
		return s
	}
	if m := headPair().FindStringSubmatch(s); m != nil {
		s = strings.Repeat("#", int(m[1][0]-'0')) + " " + strings.TrimSpace(m[2])
	}
	var b strings.Builder
	for s != "" {
		before, span, after := cutCodeSpan(s)
		b.WriteString(reduceText(before, caption))
		b.WriteString(span)
		s = after
	}
	return b.String()
}

func reduceText(s string, caption captioner) string {
	if strings.IndexByte(s, '<') >= 0 {
		s = comment().ReplaceAllString(s, "")
		s = tagPair().ReplaceAllStringFunc(s, translatePair)
		s = anchorPair().ReplaceAllString(s, "[$2]($1)")
		s = stripTags(s, caption)
	}
	if strings.Contains(s, "![") {
		s = image().ReplaceAllStringFunc(s, func(m string) string {
			g := image().FindStringSubmatch(m)
			return caption(g[1], g[2])
		})
	}
	return s
}

func translatePair(m string) string {
	g := tagPair().FindStringSubmatch(m)
	if !strings.EqualFold(g[1], g[3]) {
		return m
	}
	mark := map[string]string{
		"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~",
		"code": "`", "kbd": "`", "samp": "`",
	}[strings.ToLower(g[1])]
	return mark + g[2] + mark
}

// stripTags removes the tags of HTML and escapes what only looks like a tag.
func stripTags(s string, caption captioner) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		escaped := i > 0 && s[i-1] == '\\'
		s = s[i:]
		if m := autolink().FindString(s); m != "" && !escaped {
			b.WriteString(m)
			s = s[len(m):]
			continue
		}
		m := tag().FindStringSubmatchIndex(s)
		if m == nil || m[0] != 0 || escaped || !isElement(s[m[2]:m[3]]) {
			if !escaped {
				b.WriteByte('\\')
			}
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		b.WriteString(replaceTag(s[m[2]:m[3]], s[:m[1]], caption))
		s = s[m[1]:]
	}
}

// replaceTag is what stands in a line of text for one tag.
func replaceTag(name, whole string, caption captioner) string {
	closing := strings.HasPrefix(whole, "</")
	switch name = strings.ToLower(name); {
	case name == "img":
		var alt, source string
		for _, g := range attribute().FindAllStringSubmatch(whole, -1) {
			value := g[2] + g[3] + g[4]
			if strings.EqualFold(g[1], "alt") {
				alt = value
			} else {
				source = value
			}
		}
		return caption(alt, source)
	case name == "li" && !closing:
		return "- "
	case name == "br", name == "td" && closing, name == "th" && closing:
		return " "
	}
	return ""
}

// cutCodeSpan cuts s around its first code span.
func cutCodeSpan(s string) (before, span, after string) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if s[i] != '`' {
			continue
		}
		n := backticks(s[i:])
		for j := i + n; j < len(s); j++ {
			if s[j] != '`' {
				continue
			}
			m := backticks(s[j:])
			if m == n {
				return s[:i], s[i : j+m], s[j+m:]
			}
			j += m - 1
		}
		i += n - 1 // unmatched: plain text
	}
	return s, "", ""
}

func backticks(s string) int {
	return len(s) - len(strings.TrimLeft(s, "`"))
}

// EscapeMarkdown escapes what Markdown would take for a mark, in a line of
// text that somebody typed.
func EscapeMarkdown(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	if begins(s, "#>+-=~") {
		s = strings.TrimLeft(s, " ")
		b.WriteByte('\\')
	}
	for i := range len(s) {
		if strings.IndexByte("\\*_`[]<|", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
