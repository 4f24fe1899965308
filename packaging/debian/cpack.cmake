# SPDX-License-Identifier: MIT
# Debian packages, by `cpack -G DEB` in the build directory: libwua-dev_<version>_all.deb, with the headers and the
# files that find them, and, with WUA_PACKAGE_POLLER, wua-poller_<version>_<architecture>.deb, the example poller as a
# command of its own.
find_program(WUA_DPKG dpkg)
mark_as_advanced(WUA_DPKG)
if(NOT WUA_DPKG)
    return()
endif()

# wua_debian_files(<package>): the copyright and changelogs that each Debian package must have; installed only on
# request.
function(wua_debian_files package)
    set(folder "${PROJECT_BINARY_DIR}/debian/${package}")
    set(doc DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package}" COMPONENT ${package} EXCLUDE_FROM_ALL)
    string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
    file(WRITE "${folder}/changelog.Debian" "wua (${PROJECT_VERSION}-1) unstable; urgency=medium

  * Packaged by CPack from the sources of wua ${PROJECT_VERSION}; see changelog.gz.

 -- wua developers <wua@users.noreply.github.com>  ${day}
")
    file(READ "${PROJECT_SOURCE_DIR}/CHANGELOG.md" changelog)
    file(WRITE "${folder}/changelog" "${changelog}")
    file(STRINGS "${PROJECT_SOURCE_DIR}/LICENSE" copyright REGEX "^Copyright")
    string(REGEX REPLACE "^Copyright [(]c[)] *" "" copyright "${copyright}")
    file(READ "${PROJECT_SOURCE_DIR}/LICENSE" license)
    string(REGEX REPLACE "^[^\n]*\n\n[^\n]*\n\n" "" license "${license}")
    string(STRIP "${license}" license)
    string(REPLACE "\n\n" "\n.\n" license "${license}")
    string(REPLACE "\n" "\n " license "${license}")
    file(WRITE "${folder}/copyright" "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: wua

Files: *
Copyright: ${copyright}
License: Expat
 ${license}
")
    foreach(name changelog changelog.Debian)
        execute_process(COMMAND gzip -9nf "${folder}/${name}" COMMAND_ERROR_IS_FATAL ANY)
        install(FILES "${folder}/${name}.gz" ${doc})
    endforeach()
    install(FILES "${folder}/copyright" ${doc})
    file(WRITE "${folder}/overrides" "# Made of the sources by whoever wants it, and not uploaded: Debian has no bug for it to close.
${package}: initial-upload-closes-no-bugs *
")
    install(FILES "${folder}/overrides" DESTINATION "${CMAKE_INSTALL_DATADIR}/lintian/overrides" RENAME ${package}
        COMPONENT ${package} EXCLUDE_FROM_ALL)
endfunction()

set(CPACK_PACKAGE_NAME wua)
set(CPACK_PACKAGE_VENDOR "the wua developers")
set(CPACK_PACKAGE_CONTACT "wua developers <wua@users.noreply.github.com>")
# CPack's default, which it does not prepend to each package's.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "wua built using CMake")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_COMPONENTS_ALL wua-dev libwua-dev)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# The headers are for any architecture, but not compiled libraries that are installed with them.
wua_debian_files(libwua-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libwua-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
if(NOT WUA_COMPILED_COMPONENTS)
    set(CPACK_DEBIAN_DEV_PACKAGE_ARCHITECTURE all)
endif()
set(CPACK_DEBIAN_DEV_PACKAGE_RECOMMENDS
    "libfmt-dev (>= 9.1), libcurl4-openssl-dev (>= 7.88), libssl-dev (>= 3.0), nlohmann-json3-dev (>= 3.11)")
set(CPACK_DEBIAN_DEV_DESCRIPTION "Windows Update Agent's download object model for C++20
Windows Update Agent's download objects (IUpdateDownloader, IDownloadJob,
IDownloadProgress and what they need) as a portable library of headers. A
program starts a job over some updates and polls it; every poll returns an
immutable snapshot of one coherent instant.
.
Engines for simulated and for real downloads come with it. What one of them
needs is recommended, since programs that do not use it build without.")

if(WUA_PACKAGE_POLLER)
    if(NOT TARGET poller)
        message(FATAL_ERROR "WUA_PACKAGE_POLLER is ON, and there is no poller: it needs WUA_BUILD_EXAMPLES and all that the "
            "components, CLI11 and nlohmann/json need")
    endif()
    find_package(Python3 COMPONENTS Interpreter REQUIRED)
    set(pages_dir "${PROJECT_BINARY_DIR}/debian/pages")
    set(pages "${pages_dir}/wua-poller.1" "${pages_dir}/wua-poller.bash" "${pages_dir}/_wua-poller"
        "${pages_dir}/wua-poller.fish")
    add_custom_command(OUTPUT ${pages} "${pages_dir}/wua-poller.1.gz" "${pages_dir}/wua-poller"
        COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/packaging/poller/pages" "$<TARGET_FILE:poller>" wua-poller
            "${PROJECT_VERSION}" "${pages_dir}"
        COMMAND gzip -9nfk "${pages_dir}/wua-poller.1"
        COMMAND "${CMAKE_STRIP}" --remove-section=.comment --remove-section=.note -o "${pages_dir}/wua-poller"
            "$<TARGET_FILE:poller>"
        DEPENDS poller "${PROJECT_SOURCE_DIR}/packaging/poller/pages" VERBATIM)
    add_custom_target(wua_poller_pages ALL DEPENDS ${pages} "${pages_dir}/wua-poller")

    set(own COMPONENT wua-poller EXCLUDE_FROM_ALL)
    install(PROGRAMS "${pages_dir}/wua-poller" DESTINATION "${CMAKE_INSTALL_BINDIR}" ${own})
    install(FILES "${pages_dir}/wua-poller.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" ${own})
    install(FILES "${pages_dir}/wua-poller.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
        RENAME wua-poller ${own})
    install(FILES "${pages_dir}/_wua-poller" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" ${own})
    install(FILES "${pages_dir}/wua-poller.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" ${own})
    wua_debian_files(wua-poller)
    list(APPEND CPACK_COMPONENTS_ALL wua-poller)
    set(CPACK_DEBIAN_POLLER_PACKAGE_NAME wua-poller)
    set(CPACK_DEBIAN_POLLER_PACKAGE_SECTION net)
    set(CPACK_DEBIAN_POLLER_PACKAGE_SHLIBDEPS ON)
    set(CPACK_DEBIAN_POLLER_DESCRIPTION "downloader with resumption, digests and signed lists of files
Downloads files over several connections, continues what was begun, checks
digests, and accepts signed lists of downloads. It shows the progress on a
terminal, or as one JSON object per line for other programs.
.
It is the example of wua, a C++ library with the download object model of
Windows Update Agent.")
endif()

include(CPack)
cpack_add_component_group(dev)
cpack_add_component(wua-dev GROUP dev)
cpack_add_component(libwua-dev GROUP dev)
if(WUA_PACKAGE_POLLER)
    cpack_add_component_group(poller)
    cpack_add_component(wua-poller GROUP poller)
endif()
