// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/job/kept_story.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>

#include <utility>

using wua::detail::kept_story;

TEST_CASE("a job without attempts and files has an empty story", "[kept_story]")
{
    const kept_story story;
    CHECK(story.story(5).attempts.empty());
    CHECK(story.files(5).empty());
}

TEST_CASE("a story keeps each update's last attempts and all of its files apart", "[kept_story]")
{
    kept_story story;
    for (const char* const url : {"http://1/", "http://2/", "http://3/"})
    {
        wua::attempt_record attempt;
        attempt.url = url;
        story.add(1, std::move(attempt), 2, 2);
        wua::file_result file;
        file.url = url;
        story.add(0, std::move(file), 2);
    }
    CHECK(story.story(0).attempts.empty());
    REQUIRE(story.story(1).attempts.size() == 2);
    CHECK(story.story(1).forgotten == 1);
    CHECK(story.story(1).attempts.back().url == "http://3/");
    CHECK(story.files(0).size() == 3);
    CHECK(story.files(1).empty());
}
