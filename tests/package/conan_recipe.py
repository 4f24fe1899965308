# SPDX-License-Identifier: MIT
"""conan_recipe.py ROOT FOLDER [--long]: performs packaging/conan/conanfile.py without Conan.

A module stands for Conan's and makes the calls of CMake that Conan makes: the cache variables of the toolchain, the build
and install folders. Then what the recipe says of the package is held against what was installed.
"""

import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import types

root, folder = map(pathlib.Path, sys.argv[1:3])
cases = [{}, {"text": True, "curl": True, "manifest": True}]
if "--long" in sys.argv:
    cases.append({"text": True, "curl": True, "manifest": True, "compiled": True})
variables = {}
generator = os.environ.get("WUA_GENERATOR", "Ninja")


class Options(dict):
    __getattr__ = dict.__getitem__
    get_safe = dict.get


class Component:
    def __init__(self):
        self.properties, self.requires, self.libs, self.defines = {}, [], [], []
        self.includedirs, self.libdirs, self.bindirs, self.system_libs = ["include"], ["lib"], ["bin"], []

    def set_property(self, name, value):
        self.properties[name] = value


class ConanFile:
    def __init__(self, options):
        self.options = Options({**self.default_options, **options})
        assert set(self.options) == set(self.options_of_recipe()), "an option that the recipe does not have"
        self.settings = types.SimpleNamespace(os="Linux")
        self.info = types.SimpleNamespace(settings=types.SimpleNamespace(os=1, arch=1, compiler=1, build_type=1))
        self.cpp_info = Component()
        self.cpp_info.components = collections.defaultdict(Component)
        self.required = []
        self.recipe_folder = str(root / "packaging" / "conan")

    def options_of_recipe(self):
        return type(self).options

    def requires(self, reference, **_):
        self.required.append(reference)


class Toolchain:
    def __init__(self, recipe):
        self.cache_variables = {}

    def generate(self):
        variables.update(self.cache_variables)


class Deps:
    def __init__(self, recipe):
        pass

    def generate(self):
        pass


class CMake:
    def __init__(self, recipe):
        self.recipe = recipe

    def run(self, *arguments):
        subprocess.run(["cmake", *arguments], check=True, stdout=subprocess.DEVNULL)

    def configure(self):
        text = {True: "ON", False: "OFF"}
        self.run("-S", self.recipe.source_folder, "-B", self.recipe.build_folder, "-G", generator,
                 "-DCMAKE_INSTALL_PREFIX=" + self.recipe.package_folder, "-DCMAKE_BUILD_TYPE=Release",
                 "-DCMAKE_POLICY_DEFAULT_CMP0091=NEW", "-DCMAKE_CXX_FLAGS_RELEASE=-O0",  # compiles fastest
                 *(f"-D{name}={text.get(value, value)}" for name, value in variables.items()))

    def build(self):
        self.run("--build", self.recipe.build_folder)

    def install(self):
        self.run("--install", self.recipe.build_folder, "--prefix", self.recipe.package_folder)


def copy(recipe, pattern, source, destination):
    source = pathlib.Path(source)
    head, _, rest = pattern.partition("/*")
    target = pathlib.Path(destination) / head
    if pattern.endswith("/*"):
        shutil.copytree(source / head, target, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / head, target)


def module(name, **members):
    made = types.ModuleType(name)
    vars(made).update(members)
    sys.modules[name] = made


module("conan", ConanFile=ConanFile)
module("conan.tools")
module("conan.tools.build", check_min_cppstd=lambda recipe, least: None)
module("conan.tools.cmake", CMake=CMake, CMakeDeps=Deps, CMakeToolchain=Toolchain, cmake_layout=lambda recipe: None)
module("conan.tools.files", copy=copy, load=lambda recipe, path: pathlib.Path(path).read_text())
sys.path.insert(0, str(root / "packaging" / "conan"))
sys.dont_write_bytecode = True
import conanfile  # noqa: E402

for options in cases:
    is_compiled = options.get("compiled", False)
    shutil.rmtree(folder, ignore_errors=True)
    variables.clear()
    recipe = conanfile.WuaConan(options)
    recipe.export_sources_folder = recipe.source_folder = str(folder / "sources")
    recipe.build_folder, recipe.package_folder = str(folder / "build"), str(folder / "package")
    recipe.set_version()
    for step in (recipe.export_sources, recipe.layout, recipe.requirements, recipe.package_id,
                 recipe.validate, recipe.generate, recipe.build, recipe.package, recipe.package_info):
        step()

    assert re.fullmatch(r"\d+\.\d+\.\d+", recipe.version), recipe.version
    assert bool(vars(recipe.info.settings)) == is_compiled, "headers have no settings, libraries have"
    package = folder / "package"
    assert (package / "licenses" / "LICENSE").is_file()
    assert (package / "include" / "wua" / "wua.hpp").is_file()
    # The components are those of the CMake package, and their dependencies are required.
    data = package / ("lib" if is_compiled else "share")
    config = (data / "cmake" / "wua" / "wuaConfig.cmake").read_text()
    for name in ("text", "curl", "manifest"):
        is_there = options.get(name, False)
        assert (name in recipe.cpp_info.components) == is_there, name
        assert f"_wua_component({name} {'ON' if is_there else 'OFF'}" in config, f"{name}: {config}"
        assert (data / "pkgconfig" / f"wua-{name}.pc").is_file() == is_there, name
    asked = {reference.split("/")[0] for reference in recipe.required}
    for component in recipe.cpp_info.components.values():
        for library in component.libs:
            assert (package / "lib" / f"lib{library}.a").is_file(), library
        for need in component.requires:
            other = need.split("::")[0]
            assert other in asked if "::" in need else need in recipe.cpp_info.components, need
            if "::" in need:
                asked.add(other)
    assert len(recipe.required) == (4 if options else 0), recipe.required
    installed = {path.stem.removeprefix("lib") for path in (package / "lib").glob("*.a")}
    described = {library for component in recipe.cpp_info.components.values() for library in component.libs}
    assert installed == described, installed ^ described
print("the recipe's calls of CMake give the packages that it describes")
