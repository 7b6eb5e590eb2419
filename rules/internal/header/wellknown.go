// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// SPDXTag is the form that is required where a policy names none.
const SPDXTag = "spdx"

// forms that a policy can name. The texts are those that the licenses' authors recommend.
var forms = map[string]string{
	SPDXTag:        "SPDX-License-Identifier: {spdx}",
	"repo-license": "SPDX-License-Identifier: {repo.license}",
	"reuse":        "SPDX-FileCopyrightText: {year} {owner}\nSPDX-License-Identifier: {spdx}",
	"apache-2.0": `Copyright {year} {owner}

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.`,
	"apache-2.0-asf": `Licensed to the Apache Software Foundation (ASF) under one
or more contributor license agreements.  See the NOTICE file
distributed with this work for additional information
regarding copyright ownership.  The ASF licenses this file
to you under the Apache License, Version 2.0 (the
"License"); you may not use this file except in compliance
with the License.  You may obtain a copy of the License at

  http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing,
software distributed under the License is distributed on an
"AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY
KIND, either express or implied.  See the License for the
specific language governing permissions and limitations
under the License.`,
	"mpl-2.0": `This Source Code Form is subject to the terms of the Mozilla Public
License, v. 2.0. If a copy of the MPL was not distributed with this
file, You can obtain one at https://mozilla.org/MPL/2.0/.`,
}

// WellKnown lists the names of the forms.
func WellKnown() []string { return slices.Sorted(maps.Keys(forms)) }

// wellKnown gives the template of a form: a name is small letters, digits, "-" and "."; anything else is a template.
func wellKnown(source string) (string, *Fault) {
	if source == "" || strings.Trim(source, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
		return source, nil
	}
	if template, ok := forms[source]; ok {
		return template, nil
	}
	return "", &Fault{Message: fmt.Sprintf("%q is not the name of a form; write a template, or one of the names", source), Allowed: WellKnown()}
}
