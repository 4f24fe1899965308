# SPDX-License-Identifier: MIT
# conan create packaging/conan -o wua/*:curl=True
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

required_conan_version = ">=2.0"


class WuaConan(ConanFile):
    name = "wua"
    description = "Windows Update Agent's download object model, portable"
    license = "MIT"
    topics = ("download", "windows-update", "com", "header-only")
    settings = "os", "arch", "compiler", "build_type"
    options = {"text": [True, False], "curl": [True, False], "manifest": [True, False], "compiled": [True, False]}
    default_options = {"text": False, "curl": False, "manifest": False, "compiled": False}

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "..", "..", "CMakeLists.txt"))
        self.version = re.search(r"project\(wua VERSION ([0-9.]+)", text)[1]

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..", "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "CHANGELOG.md", "cmake/*", "include/*", "packaging/*"):
            copy(self, pattern, root, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        headers = {"transitive_headers": True, "transitive_libs": True}
        if self.options.text:
            self.requires("fmt/[>=9.1 <12]", **headers)
        if self.options.curl:
            self.requires("libcurl/[>=7.88 <9]", **headers)
        if self.options.curl or self.options.manifest:
            self.requires("openssl/[>=3 <4]", **headers)
        if self.options.manifest:
            self.requires("nlohmann_json/[>=3.11 <4]", **headers)

    def package_id(self):
        if not self.options.compiled:
            del self.info.settings.os
            del self.info.settings.arch
            del self.info.settings.compiler
            del self.info.settings.build_type

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for component in ("text", "curl", "manifest"):
            chosen = self.options.get_safe(component)
            toolchain.cache_variables[f"WUA_WITH_{component.upper()}"] = "ON" if chosen else "OFF"
        toolchain.cache_variables["WUA_WITH_SWARM"] = "OFF"
        toolchain.cache_variables["WUA_INSTALL_COMPILED"] = bool(self.options.compiled)
        for name in ("BUILD_TESTS", "BUILD_EXAMPLES", "BUILD_BENCH", "FETCH"):
            toolchain.cache_variables[f"WUA_{name}"] = False
        toolchain.cache_variables["WUA_INSTALL"] = True
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        """The targets of the CMake package, by the same names."""
        self.cpp_info.set_property("cmake_file_name", "wua")
        needs = {
            "text": ["fmt::fmt"],
            "curl": ["libcurl::libcurl", "openssl::crypto"],
            "manifest": ["openssl::crypto", "nlohmann_json::nlohmann_json"],
        }
        there = [component for component in needs if self.options.get_safe(component)]
        self._component("wua", [])
        self._component("testing", ["wua"])
        if self.settings.os == "Windows":
            self.cpp_info.components["wua"].system_libs = ["ole32", "oleaut32", "uuid"]
            self.cpp_info.components["testing"].system_libs = ["ws2_32"]
        else:
            self.cpp_info.components["wua"].system_libs = ["pthread"]
        for component in there:
            self._component(component, ["wua", *needs[component]])
        if self.options.compiled:
            self._component("compiled", ["wua"], "wua_compiled")
            self.cpp_info.components["compiled"].defines = ["WUA_SEPARATE_COMPILATION"]
            self._component("compiled_testing", ["compiled", "testing"], "wua_compiled_testing")
            self._component("compiled_recording", ["compiled"], "wua_compiled_recording")
            if self.options.curl or self.options.manifest:
                tls = ["compiled_testing", "openssl::ssl", "openssl::crypto"]
                self._component("compiled_testing_tls", tls, "wua_compiled_testing_tls")
            if self.options.manifest:
                self._component("compiled_json", ["compiled", "nlohmann_json::nlohmann_json"], "wua_compiled_json")
            for component in there:
                self._component(f"compiled_{component}", ["compiled", *needs[component]], f"wua_compiled_{component}")

    def _component(self, name, requires, library=None):
        component = self.cpp_info.components[name]
        component.set_property("cmake_target_name", f"wua::{name}")
        component.set_property("pkg_config_name", "wua" if name == "wua" else f"wua-{name.replace('_', '-')}")
        component.requires = requires
        component.bindirs = []
        component.libdirs = ["lib"] if library else []
        component.libs = [library] if library else []
