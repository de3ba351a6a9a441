package complete

import (
	"os"
	"path/filepath"
	"strings"
)

// Words offers words.
func Words(words ...string) Predictor { return func(string) []string { return words } }

// Listed offers words for the last item of a list with commas.
func Listed(words ...string) Predictor {
	return func(word string) []string {
		before := word[:strings.LastIndex(word, ",")+1]
		list := make([]string, len(words))
		for i, w := range words {
			list[i] = before + w
		}
		return list
	}
}

// Either offers what any of several do.
func Either(several ...Predictor) Predictor {
	return func(word string) (list []string) {
		for _, p := range several {
			list = append(list, p(word)...)
		}
		return list
	}
}

// Files offers the files whose names match a pattern, and folders to go on in.
// If one folder is all there is, it offers what is in it as well, since a shell
// would take the only answer for the end of the word.
func Files(pattern string) Predictor {
	return func(word string) []string {
		list := files(pattern, word)
		if len(list) == 1 && strings.HasSuffix(list[0], "/") {
			list = append(list, files(pattern, list[0])...)
		}
		return list
	}
}

func files(pattern, word string) (list []string) {
	folder, begun := filepath.Split(word)
	at := folder
	if at == "" {
		at = "."
	}
	entries, _ := os.ReadDir(at) // one that can't be read offers nothing
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, begun) || begun == "" && strings.HasPrefix(name, ".") {
			continue
		}
		switch matches, _ := filepath.Match(pattern, name); {
		case isFolder(filepath.Join(at, name)):
			list = append(list, folder+name+"/")
		case matches:
			list = append(list, folder+name)
		}
	}
	return list
}

// isFolder follows links.
func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
