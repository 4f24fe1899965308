# SPDX-License-Identifier: MIT
# Finds libtorrent-rasterbar. Its CMake package makes debug builds of programs define TORRENT_USE_ASSERTS, which changes
# the layout of classes compared with a library built without it; its pkg-config file does not.
find_package(LibtorrentRasterbar 2.0.8 QUIET)
if(TARGET LibtorrentRasterbar::torrent-rasterbar)
    get_target_property(_wua_definitions LibtorrentRasterbar::torrent-rasterbar INTERFACE_COMPILE_DEFINITIONS)
    get_target_property(_wua_debug LibtorrentRasterbar::torrent-rasterbar IMPORTED_LOCATION_DEBUG)
    if(_wua_definitions AND NOT _wua_debug)
        list(FILTER _wua_definitions EXCLUDE REGEX "TORRENT_USE_ASSERTS")
        set_property(TARGET LibtorrentRasterbar::torrent-rasterbar
            PROPERTY INTERFACE_COMPILE_DEFINITIONS "${_wua_definitions}")
    endif()
endif()
