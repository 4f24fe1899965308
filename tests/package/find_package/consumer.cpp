// SPDX-License-Identifier: MIT
// Needs every component: their own headers and the libraries behind them.

#include <wua/engine/simulated_engine.hpp>

#include <curl/curl.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

int main()
{
    wua::simulated_engine engine;
    fmt::print("{}, {}, {}\n", curl_version_info(CURLVERSION_NOW)->version, EVP_MD_get_size(EVP_sha256()),
               NLOHMANN_JSON_VERSION_MAJOR);
    return engine.drive() ? 1 : 0;
}
