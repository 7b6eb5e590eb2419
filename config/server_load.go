// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// LoadServer reads the settings: the defaults, over them the file (none if path is empty), over it the environment. env looks a
// variable up, as os.LookupEnv does. The error is Errors: all faults at once; no message and no snippet shows a value that
// might be secret.
func LoadServer(path string, env func(string) (string, bool)) (*Server, error) {
	l := settingsLoader{server: defaults(), places: map[string]setting{}}
	if path != "" {
		l.file(path)
	}
	l.environment(env)
	if len(l.faults) == 0 {
		l.files()
		l.prove()
	}
	if len(l.faults) > 0 {
		return nil, l.faults.err()
	}
	return &l.server, nil
}

// setting tells where a key was set.
type setting struct {
	source *source
	at     Pos
	name   string // as it is written there
	folder string // what a path in it is relative to
}

type settingsLoader struct {
	server Server
	places map[string]setting
	faults Errors
}

func (l *settingsLoader) file(path string) {
	src, err := os.ReadFile(path)
	if err != nil {
		l.faults = append(l.faults, Error{Path: path, Message: "cannot be read: " + reason(err)})
		return
	}
	root, s, faults := readTree(path, src, true)
	d := &decoder{source: s, faults: faults}
	if root != nil {
		d.decodeInto(root, &l.server, "the settings")
		d.eachKey(root, func(k *yaml.Node) {
			l.places[k.Value] = setting{source: s, at: pos(k), name: quote(k.Value), folder: filepath.Dir(path)}
		})
	}
	l.faults = append(l.faults, d.faults...)
}

// reason is an error of the file system without the path, which the message has already.
func reason(err error) string {
	text := err.Error()
	return text[strings.LastIndex(text, ": ")+1:]
}

func (d *decoder) eachKey(root *yaml.Node, each func(*yaml.Node)) {
	for i := 0; i+1 < len(root.Content) && root.Kind == yaml.MappingNode; i += 2 {
		each(root.Content[i])
	}
}

// environment reads the variable of each key.
func (l *settingsLoader) environment(env func(string) (string, bool)) {
	s := &source{path: "environment", hush: true}
	d := &decoder{source: s}
	server := reflect.ValueOf(&l.server).Elem()
	for _, f := range fieldsOf(server.Type()) {
		name := "BYLAW_" + strings.ToUpper(f.name)
		value, ok := env(name)
		if !ok || value == "" {
			continue
		}
		l.places[f.name] = setting{source: s, name: name}
		field := server.FieldByIndex(f.index)
		d.into(variable(value, field.Kind()), field, name, f.tag)
	}
	l.faults = append(l.faults, d.faults...)
}

// variable is a variable's value as a node: text stays text, a list has a line for each entry.
func variable(value string, kind reflect.Kind) *yaml.Node {
	switch kind {
	case reflect.Slice:
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for line := range strings.Lines(value) {
			if line = strings.TrimSpace(line); line != "" {
				list.Content = append(list.Content, variable(line, reflect.String))
			}
		}
		return list
	case reflect.Int, reflect.Int64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strings.TrimSpace(value)}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

// tell adds a fault at the place where a key was set.
func (l *settingsLoader) tell(key, format string, args ...any) {
	place, ok := l.places[key]
	if !ok {
		place = setting{source: &source{path: "settings"}, name: fmt.Sprintf("%q (or BYLAW_%s)", key, strings.ToUpper(key))}
	}
	l.faults = append(l.faults, place.source.fault(place.at, place.name+" "+fmt.Sprintf(format, args...), ""))
}

// files reads the secrets that files hold.
func (l *settingsLoader) files() {
	if name := l.server.PrivateKeyFile; name != "" {
		if l.server.PrivateKey.Reveal() != "" {
			l.tell("private_key_file", "is set, and the private key itself is too: leave one of them out")
		}
		l.server.PrivateKey = NewSecret(l.secretFile("private_key_file", name))
	}
	for _, name := range l.server.SecretFiles {
		l.server.WebhookSecrets = append(l.server.WebhookSecrets, NewSecret(strings.TrimSpace(l.secretFile("webhook_secret_files", name))))
	}
}

func (l *settingsLoader) secretFile(key, name string) string {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(l.places[key].folder, path)
	}
	data, err := os.ReadFile(path)
	switch {
	case err != nil:
		l.tell(key, "%s cannot be read:%s", name, reason(err))
	case strings.TrimSpace(string(data)) == "":
		l.tell(key, "%s is empty", name)
	}
	return string(data)
}
