package drill

import (
	"slices"
	"strings"
	"unicode"
)

// tokens are the words of a text in lower case.
func tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
}

// same reports whether two words are forms of one: write and writing, user and
// users. They share all but the last letter of the shorter one, at least four,
// and differ by a short ending.
func same(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 {
		return len(a) == 3 && b == a+"s"
	}
	n := 0
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n >= max(4, len(a)-1) && len(b)-n <= 4
}

// contains reports whether a phrase occurs among words: its words in order,
// next to each other.
func contains(words, phrase []string) bool {
	for start := range words {
		if start+len(phrase) > len(words) {
			return false
		}
		match := true
		for i, w := range phrase {
			if !same(words[start+i], w) {
				match = false
				break
			}
		}
		if match {
			return true
		}
	}
	return false
}

// score says how well a text matches a list of phrases: a word counts one, a
// phrase of n words n squared, since it is no accident.
func score(words []string, phrases []string) int {
	total := 0
	for _, phrase := range phrases {
		p := tokens(phrase)
		if len(p) > 0 && contains(words, p) {
			total += len(p) * len(p)
		}
	}
	return total
}

// matchFacts returns the facts that a question asks for. One sentence may ask
// several things (how many are made, and how often are they read?), so each
// part is matched alone: its best fact, and another that fits as well.
func matchFacts(question string, facts []Fact) []int {
	var found []int
	for _, part := range parts(question) {
		for _, i := range bestFacts(tokens(part), facts) {
			if !slices.Contains(found, i) && len(found) < maxFacts {
				found = append(found, i)
			}
		}
	}
	return found
}

// maxFacts is how many facts one question is answered with. A list of all
// words would otherwise fetch them all.
const maxFacts = 3

// parts cuts a question where another one may begin.
func parts(question string) []string {
	question = strings.ReplaceAll(strings.ToLower(question), " and ", ",")
	return strings.FieldsFunc(question, func(r rune) bool { return strings.ContainsRune("?;,.!", r) })
}

func bestFacts(words []string, facts []Fact) []int {
	best := 0
	scores := make([]int, len(facts))
	for i, f := range facts {
		scores[i] = score(words, f.Words)
		best = max(best, scores[i])
	}
	var found []int
	for i, s := range scores {
		if best > 0 && s == best && len(found) < 2 {
			found = append(found, i)
		}
	}
	return found
}

// matchPoints returns which points a text makes.
func matchPoints(texts []string, points []Point) []bool {
	made := make([]bool, len(points))
	for _, text := range texts {
		words := tokens(text)
		for i, p := range points {
			if slices.ContainsFunc(p.Words, func(w string) bool { return contains(words, tokens(w)) }) {
				made[i] = true
			}
		}
	}
	return made
}
