package content

// Lesson is one lesson of ours.
type Lesson struct {
	ID, Title, Track string
	Order, Minutes   int
	Needs, Sources   []string
	Document         Document // empty in lists; Library.Lesson fills it
}

// Track is a row of lessons on one subject.
type Track struct {
	ID, Title string
	Lessons   []Lesson // by order, without their documents
}
