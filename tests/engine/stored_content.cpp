// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "servers/nginx.hpp"
#include <wua/engine/content/stored_content.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace
{

std::vector<wua::content_digest> expected_digest(std::string_view content)
{
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
    hasher.update(content.data(), content.size());
    return {hasher.finish()};
}

struct fixture
{
    wua_test::temporary_folder folder;
    std::shared_ptr<wua::detail::disk_directory> directory =
        std::make_shared<wua::detail::disk_directory>(folder.path());
    wua::detail::background_thread background;

    std::shared_ptr<wua::detail::part_file> part() const
    {
        return wua::detail::part_file::try_open(directory, "a", false);
    }
};

void append(wua::detail::stored_content& content, std::string_view bytes)
{
    content.append(bytes.data(), bytes.size());
}

} // namespace

TEST_CASE("the digest of what is appended is known at the end", "[stored_content]")
{
    fixture f;
    wua::detail::stored_content content(f.part(), expected_digest("one two"), f.background, false);
    append(content, "one ");
    append(content, "two");
    CHECK(content.bytes() == 7);
    CHECK(content.is_right() == true);

    content.restart();
    CHECK(content.bytes() == 0);
    append(content, "one too");
    CHECK(content.is_right() == false);
}

TEST_CASE("without a digest any content is right", "[stored_content]")
{
    fixture f;
    wua::detail::stored_content content(f.part(), {}, f.background, true);
    append(content, "anything");
    CHECK(content.is_right() == true);
}

TEST_CASE("a digest that is computed behind is known by the commit", "[stored_content]")
{
    fixture f;
    wua::detail::stored_content content(f.part(), expected_digest("content"), f.background, true);
    append(content, "content");
    CHECK(content.is_right() == std::nullopt);
    CHECK(content.make_commit() != nullptr);
}

TEST_CASE("content is continued where it came from if it can be recognised, and anywhere by its digest",
          "[stored_content]")
{
    fixture f;
    wua::detail::stored_content plain(f.part(), {}, f.background, false);
    CHECK_FALSE(plain.can_continue_from({"http://a/x", {}}));
    append(plain, "some");
    CHECK_FALSE(plain.can_continue_from({"http://a/x", {}}));
    CHECK_FALSE(plain.is_worth_keeping());
    plain.source = {"http://a/x", "\"tag\"", "a date"};
    CHECK(plain.source.validator() == "\"tag\"");
    CHECK(plain.can_continue_from({"http://a/x", {}}));
    CHECK_FALSE(plain.can_continue_from({"http://b/x", {}}));
    CHECK(plain.is_worth_keeping());
    plain.source.etag.clear();
    CHECK(plain.source.validator() == "a date");
    plain.restart();
    CHECK(plain.source.url.empty());
    CHECK_FALSE(plain.is_worth_keeping());
}

TEST_CASE("content with a digest is worth keeping from anywhere", "[stored_content]")
{
    fixture f;
    wua::detail::stored_content content(f.part(), expected_digest("x"), f.background, false);
    append(content, "some");
    CHECK(content.can_continue_from({"http://anywhere/x", {}}));
    CHECK(content.is_worth_keeping());
}

TEST_CASE("what the last giver gave is discarded, who continues nobody else's bytes from then on", "[stored_content]")
{
    fixture f;
    const wua::detail::content_giver first{"http://a/x", {}};
    const wua::detail::content_giver second{"http://b/x", {}};
    const wua::detail::content_giver second_elsewhere{"http://b/x", "http://c:80"};
    wua::detail::stored_content content(f.part(), expected_digest("x"), f.background, false);
    append(content, "some");
    content.source.url = first.url;
    content.source.take_over(4, first);
    CHECK_FALSE(content.source.is_mixed());
    content.source.take_over(4, second);
    append(content, " more");
    content.source.take_over(9, second);
    append(content, " of it");
    CHECK(content.source.is_mixed());
    CHECK(content.discard_last_part() == second);
    CHECK(content.bytes() == 4);
    CHECK_FALSE(content.source.is_mixed());
    CHECK(content.can_continue_from(first));
    CHECK_FALSE(content.can_continue_from(second));
    CHECK(content.can_continue_from(second_elsewhere));
    content.restart();
    append(content, "some");
    content.source.url = second.url;
    CHECK(content.can_continue_from(second)); // its own
}

TEST_CASE("a journal is that of a file when nothing speaks against it", "[stored_content]")
{
    wua::content_file file;
    file.urls = {"http://a/x"};
    file.size = 100;
    wua::detail::download_journal left;
    left.update.files = {file};
    left.bytes = 50;
    left.source = "http://a/x";
    CHECK(wua::detail::is_journal_of(left, file, file.size));
    CHECK_FALSE(wua::detail::is_journal_of(left, file, 99));

    left.total = 40; // fewer than are there
    CHECK_FALSE(wua::detail::is_journal_of(left, file, std::nullopt));
    left.total = 100;

    wua::content_file digested = file;
    digested.digest = expected_digest("x").front();
    CHECK_FALSE(wua::detail::is_journal_of(left, digested, file.size));
    left.update.files = {digested};
    CHECK(wua::detail::is_journal_of(left, digested, file.size));
    left.source.clear();
    CHECK(wua::detail::is_journal_of(left, digested, file.size));
    CHECK_FALSE(wua::detail::is_journal_of(left, file, file.size));

    wua::content_file with_more = digested;
    with_more.add_digest(wua::content_digest::sha512(std::string(128, 'a')));
    CHECK(wua::detail::is_journal_of(left, with_more, file.size));
    left.update.files = {with_more};
    CHECK(wua::detail::is_journal_of(left, digested, file.size));
    with_more.digest = expected_digest("y").front();
    CHECK_FALSE(wua::detail::is_journal_of(left, with_more, file.size)); // one agrees, but the other does not
}

TEST_CASE("content is right when all of its digests are", "[stored_content]")
{
    for (const bool hashes_behind : {false, true})
    {
        for (const std::string_view last : {"content", "other"})
        {
            fixture f;
            std::vector<wua::content_digest> wanted = expected_digest("content");
            wua::detail::digest_hasher hasher(wua::digest_algorithm::blake2b_512);
            hasher.update(last.data(), last.size());
            wanted.push_back(hasher.finish());
            wua::detail::stored_content content(f.part(), wanted, f.background, hashes_behind);
            append(content, "content");
            const bool is_right = last == "content";
            CHECK(content.is_right() == (hashes_behind ? std::nullopt : std::optional(is_right)));
            CHECK((hashes_behind || (content.found() == wanted) == is_right));
        }
    }
}
