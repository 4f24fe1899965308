# SPDX-License-Identifier: MIT
# cmake -D readme=<README.md> -P readme_absent.cmake
# Stands for the checks of a README.md that was not there at configuration.
if(EXISTS "${readme}")
    message(FATAL_ERROR "README.md is there now: configure again to have it checked")
endif()
message("README.md is not there: nothing to check")
