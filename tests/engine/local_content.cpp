// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/curl_fixture.hpp"
#include <wua/engine/curl/local_content.hpp>

#include <cerrno>
#include <cstddef>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

using namespace wua_test;
using wua::detail::local_content;

namespace
{

std::string file_url_below(const temporary_folder& folder, const std::string& leaf)
{
    const std::string path = folder.path().generic_string();
    return (path.front() == '/' ? "file://" : "file:///") + path + "/" + leaf;
}

} // namespace

TEST_CASE("a local file is read in slices from any place", "[local_content]")
{
    const temporary_folder folder;
    const std::size_t size = (256U << 10U) + 3;
    std::ofstream(folder.path() / "a", std::ios::binary) << std::string(size - 1, 'x') << 'y';
    local_content content;
    CHECK_FALSE(content.is_open());
    content.open(file_url_below(folder, "a"));
    REQUIRE(content.is_open());
    CHECK(content.size() == size);
    CHECK(content.read(0).size() == 256U << 10U);
    CHECK(content.read(size - 2) == std::vector<char>{'x', 'y'});
    CHECK(content.read(size).empty());
}

TEST_CASE("another URL may help where a local file cannot be read, but none where the system lacks something",
          "[local_content]")
{
    using wua::detail::remedy;
    const auto failure_of = [](int code) {
        return local_content::failure_of(std::system_error(code, std::generic_category()), "file:///a");
    };
    CHECK(failure_of(ENOENT).remedy == remedy::other_mirror);
    CHECK(failure_of(EMFILE).remedy == remedy::wait);
    CHECK(failure_of(ENOENT).result.detail.find("file:///a") != std::string::npos);
}

TEST_CASE("a local file that is not there cannot be opened", "[local_content]")
{
    const temporary_folder folder;
    local_content content;
    CHECK_THROWS_AS(content.open(file_url_below(folder, "a")), std::system_error);
    CHECK_FALSE(content.is_open());
}
