// SPDX-License-Identifier: MIT
// compile_reference [TEXT]: parses a text with nlohmann/json. The cost of including our headers is compared with this.

#include <nlohmann/json.hpp>

#include <cstdio>

int main(int argc, char** argv)
{
    const nlohmann::json value = nlohmann::json::parse(argc > 1 ? argv[1] : "{\"a\": 1}");
    std::printf("%d\n", value.at("a").get<int>());
}
