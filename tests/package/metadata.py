# SPDX-License-Identifier: MIT
"""metadata.py ROOT PREFIX: what tools are told about the library is whole and of one version.

The required members are those of the SPDX 2.3 schema, of the Common Package Specification 0.13, of vcpkg's manifest and of
Citation File Format 1.2. Workflows may use nothing but what a commit's hash names.
"""

import json
import pathlib
import re
import sys
import uuid

root, prefix = map(pathlib.Path, sys.argv[1:])
version = re.search(r"project\(wua VERSION ([0-9.]+)", (root / "CMakeLists.txt").read_text())[1]


def have(where, value, *names):
    missing = [name for name in names if name not in value]
    if missing:
        sys.exit(f"{where}: without {', '.join(missing)}")


def is_that(where, condition):
    if not condition:
        sys.exit(where)


def check_sbom(path):
    document = json.loads(path.read_text())
    have(path, document, "SPDXID", "spdxVersion", "creationInfo", "name", "dataLicense", "documentNamespace", "packages",
         "relationships")
    is_that("SPDX-2.3, CC0-1.0", (document["spdxVersion"], document["dataLicense"]) == ("SPDX-2.3", "CC0-1.0"))
    uuid.UUID(document["documentNamespace"].removeprefix("urn:uuid:"))
    have(path, document["creationInfo"], "created", "creators")
    is_that("created", re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["creationInfo"]["created"]))
    for creator in document["creationInfo"]["creators"]:
        is_that(creator, re.match(r"(Person|Organization|Tool): ", creator))
    names = {"SPDXRef-DOCUMENT"}
    for package in document["packages"]:
        have(package, package, "SPDXID", "name", "downloadLocation", "filesAnalyzed", "licenseConcluded", "licenseDeclared")
        is_that(package["SPDXID"], re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", package["SPDXID"]))
        names.add(package["SPDXID"])
    for one in document["relationships"]:
        have("relationship", one, "spdxElementId", "relationshipType", "relatedSpdxElement")
        is_that(one, {one["spdxElementId"], one["relatedSpdxElement"]} <= names)
    is_that("of one version", document["packages"][0]["versionInfo"] == version)


def check_cps(path):
    package = json.loads(path.read_text())
    have(path, package, "name", "cps_version", "components", "version", "cps_path")
    is_that(path, package["name"] == path.stem and package["version"] == version)
    # The path to the root is relative to the folder of the file.
    folder = package["cps_path"].removeprefix("@prefix@/")
    is_that(f"{path}: {folder}", path.parent == prefix / folder)
    is_that(path, set(package["default_components"]) <= set(package["components"]))
    for name, component in package["components"].items():
        have(f"{path}: {name}", component, "type")
        is_that(name, component["type"] in ("interface", "archive"))
        have(name, component, *(["location"] if component["type"] == "archive" else []))
        for place in [*component.get("includes", []), *([component["location"]] if "location" in component else [])]:
            is_that(f"{name}: there is no {place}", pathlib.Path(place.replace("@prefix@", str(prefix))).exists())
        for need in component["requires"]:
            is_that(f"{name}: {need}", need.partition(":")[0] in package["requires"])


def check_vcpkg(path):
    manifest = json.loads(path.read_text())
    have(path, manifest, "name", "version", "description", "license", "features", "dependencies")
    is_that("vcpkg: of one version", manifest["version"] == version)
    for name, feature in manifest["features"].items():
        is_that(name, re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name))
        have(name, feature, "description")


def check_citation(path):
    text = path.read_text()
    have(path, re.findall(r"^([a-z-]+):", text, re.M), "cff-version", "message", "title", "authors", "version", "license")
    is_that("CITATION.cff: of one version", f'version: "{version}"' in text)


def check_changelog(path):
    """Keep a Changelog 1.1.0: its headings."""
    text = path.read_text()
    for heading in re.findall(r"^## (.*)$", text, re.M):
        is_that(heading, re.fullmatch(r"\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading))
    for heading in re.findall(r"^### (.*)$", text, re.M):
        is_that(heading, heading in ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"))


def check_container(folder):
    """Editors' container has what the everyday suite installs."""
    have("devcontainer.json", json.loads((folder / "devcontainer.json").read_text()), "name", "build")
    suite = re.search(r"^packages=\(([^)]*)\)$", (root / "tests" / "run").read_text(), re.M)[1].split()
    have("Dockerfile", (folder / "Dockerfile").read_text().split(), *suite)


def check_workflow(path):
    import yaml
    workflow = yaml.safe_load(path.read_text())
    have(path, workflow, "name", "jobs", "permissions", True)  # YAML reads the key `on` as true
    used = 0
    for name, job in workflow["jobs"].items():
        have(f"{path}: {name}", job, "runs-on", "steps", "timeout-minutes")
        for step in job["steps"]:
            is_that(f"{path}: {name}: a step runs a command or uses an action", ("run" in step) != ("uses" in step))
            if "uses" in step:
                used += 1
                is_that(f"{path}: {step['uses']} is not pinned", re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", step["uses"]))
    # A comment gives the version of each hash.
    versions = re.findall(r"uses: \S+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", path.read_text(), re.M)
    is_that(f"{path}: a hash without its version", len(versions) == used)


check_sbom(prefix / "share" / "wua" / "wua.spdx.json")
packages = [*prefix.glob("share/cps/*.cps"), *prefix.glob("lib/**/cps/*.cps")]
is_that("no CPS files", packages)
for package in packages:
    check_cps(package)
check_vcpkg(root / "packaging" / "vcpkg" / "wua" / "vcpkg.json")
check_container(root / ".devcontainer")
check_changelog(root / "CHANGELOG.md")
check_citation(root / "CITATION.cff")
for path in sorted((root / ".github" / "workflows").glob("*.yml")):
    check_workflow(path)
