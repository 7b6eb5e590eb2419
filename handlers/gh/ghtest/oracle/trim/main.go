// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

// Command trim makes the oracle's data from GitHub's published descriptions. It
// is run by hand when a package version is raised, on unpacked npm packages:
//
//	cd $(mktemp -d)
//	npm pack @octokit/openapi@23.0.2 @octokit/graphql-schema@15.26.1 @octokit/webhooks-examples@7.6.1
//	for f in *.tgz; do mkdir ${f%.tgz} && tar xzf $f -C ${f%.tgz} --strip-components=1; done
//	ORACLE_PACKAGES=$PWD go -C PATH_OF_THE_CLONE generate ./handlers/gh/ghtest/oracle
//
// Equal packages give equal bytes.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// versions pins the npm packages; anything else is refused.
var versions = map[string]string{
	"@octokit/openapi":           "23.0.2",
	"@octokit/graphql-schema":    "15.26.1",
	"@octokit/webhooks-examples": "7.6.1",
}

// folders is where npm pack and the loop above put each package.
var folders = map[string]string{
	"@octokit/openapi":           "octokit-openapi-23.0.2",
	"@octokit/graphql-schema":    "octokit-graphql-schema-15.26.1",
	"@octokit/webhooks-examples": "octokit-webhooks-examples-7.6.1",
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: trim PACKAGES DATA")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "trim:", err)
		os.Exit(3)
	}
}

func run(packages, data string) error {
	for name := range versions {
		if err := checkVersion(packages, name); err != nil {
			return err
		}
	}
	if err := descriptions(packages, data); err != nil {
		return err
	}
	schema, err := os.ReadFile(filepath.Join(packages, folders["@octokit/graphql-schema"], "schema.graphql"))
	if err != nil {
		return err
	}
	if err := compress(filepath.Join(data, "schema.graphql.gz"), schema); err != nil {
		return err
	}
	if err := webhooks(packages, data); err != nil {
		return err
	}
	return sources(packages, data)
}

func checkVersion(packages, name string) error {
	var manifest struct{ Name, Version string }
	if err := readJSON(filepath.Join(packages, folders[name], "package.json"), &manifest); err != nil {
		return err
	}
	if manifest.Name != name || manifest.Version != versions[name] {
		return fmt.Errorf("%s %s, want %s %s", manifest.Name, manifest.Version, name, versions[name])
	}
	return nil
}

func descriptions(packages, data string) error {
	var source object
	if err := readJSON(filepath.Join(packages, folders["@octokit/openapi"], "generated", "api.github.com.json"), &source); err != nil {
		return err
	}
	for file, trim := range map[string]func(object) (object, error){
		"api.json.gz": trimREST, "events.json.gz": trimEvents,
	} {
		doc, err := trim(source)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		raw, err := json.Marshal(doc)
		if err != nil {
			return err
		}
		if err := compress(filepath.Join(data, file), raw); err != nil {
			return err
		}
	}
	return nil
}

// webhooks keeps the name and the examples of each event.
func webhooks(packages, data string) error {
	var list []struct {
		Name     string            `json:"name"`
		Examples []json.RawMessage `json:"examples"`
	}
	err := readJSON(filepath.Join(packages, folders["@octokit/webhooks-examples"], "api.github.com", "index.json"), &list)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return compress(filepath.Join(data, "webhooks.json.gz"), raw)
}

func readJSON(path string, into any) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
