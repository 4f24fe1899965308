# SPDX-License-Identifier: MIT
# An overlay port of the surrounding sources: vcpkg install wua[text,curl] --overlay-ports=packaging/vcpkg
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

vcpkg_check_features(OUT_FEATURE_OPTIONS feature_options
    FEATURES
        text WUA_WITH_TEXT
        curl WUA_WITH_CURL
        manifest WUA_WITH_MANIFEST
        swarm WUA_WITH_SWARM
        compiled WUA_INSTALL_COMPILED)
if(NOT "compiled" IN_LIST FEATURES)
    set(VCPKG_BUILD_TYPE release) # only headers
endif()

vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        ${feature_options}
        -DWUA_BUILD_TESTS=OFF
        -DWUA_BUILD_EXAMPLES=OFF
        -DWUA_BUILD_BENCH=OFF
        -DWUA_FETCH=OFF
        -DWUA_INSTALL=ON
        -DWUA_INSTALL_CMAKEDIR=share/wua)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME wua CONFIG_PATH share/wua)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
