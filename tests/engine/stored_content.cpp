// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "servers/nginx.hpp"
#include <wua/engine/content/stored_content.hpp>

#include <cstdint>
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
    plain.source = {"http://a/x", "", ""};
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

TEST_CASE("the last provider's bytes are discarded, and it continues only its own from then on", "[stored_content]")
{
    fixture f;
    const wua::detail::content_provider first{"http://a/x", {}};
    const wua::detail::content_provider second{"http://b/x", {}};
    const wua::detail::content_provider second_elsewhere{"http://b/x", "http://c:80"};
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

namespace
{

void write(wua::detail::stored_content& content, std::uint64_t place, std::string_view bytes,
           const wua::detail::content_provider& provider)
{
    content.write_piece(place, bytes.data(), bytes.size(), provider);
}

void save_journal(const wua::detail::part_file& part_to_save, std::uint64_t bytes)
{
    wua::detail::download_journal journal;
    journal.update.files.resize(1);
    journal.bytes = bytes;
    const_cast<wua::detail::part_file&>(part_to_save).save(journal, part_to_save.generation(), false);
}

} // namespace

TEST_CASE("pieces count as soon as they are there, and belong to the beginning when that reaches them",
          "[stored_content]")
{
    fixture f;
    const wua::detail::content_provider first{"http://a/x", {}};
    const wua::detail::content_provider second{"http://b/x", {}};
    wua::detail::stored_content content(f.part(), expected_digest("abcdefghij"), f.background, false);
    content.source.url = first.url;
    append(content, "ab");
    CHECK_FALSE(content.can_write_pieces());
    save_journal(*content.part(), 2);
    CHECK(content.can_write_pieces());
    write(content, 8, "ij", second);
    write(content, 5, "fg", second);
    CHECK(content.bytes() == 2);
    CHECK(content.total_bytes() == 6);
    append(content, "cde");
    CHECK(content.bytes() == 7);
    CHECK(content.pieces().all().size() == 1);
    write(content, 7, "h", first); // one that has come to lead
    CHECK(content.bytes() == 10);
    CHECK(content.pieces().empty());
    CHECK(content.total_bytes() == 10);
    CHECK(content.source.later == std::vector<wua::detail::content_takeover>{{5, second}, {7, first}, {8, second}});
    CHECK(content.is_right() == std::nullopt);
    const auto commit = content.make_commit();
    REQUIRE(commit);
}

TEST_CASE("when several gave what is wrong, the largest part is kept", "[stored_content]")
{
    fixture f;
    const wua::detail::content_provider first{"http://a/x", {}};
    const wua::detail::content_provider second{"http://b/x", {}};
    wua::detail::stored_content content(f.part(), expected_digest("x"), f.background, false);
    content.source.url = first.url;
    append(content, "ab");
    save_journal(*content.part(), 2);
    REQUIRE(content.can_write_pieces());
    write(content, 4, "efg", second);
    write(content, 8, "ij", second);
    write(content, 7, "h", first);
    append(content, "cd");
    REQUIRE(content.bytes() == 10);
    SECTION("be it the beginning or not")
    {
        CHECK(content.keep_largest_part() == second);
        CHECK(content.is_suspected(second));
        CHECK_FALSE(content.is_suspected(first));
        CHECK(content.bytes() == 4);
        CHECK(content.total_bytes() == 5);
        CHECK(content.pieces().all() == std::vector<wua::detail::content_piece>{{7, 8, first}});
        CHECK_FALSE(content.source.is_mixed());
        CHECK(content.part()->file()->size() == 8);
    }
    SECTION("of who gave most")
    {
        content.source.later = {{2, second}};
        CHECK(content.keep_largest_part() == first);
        CHECK(content.bytes() == 0);
        CHECK(content.total_bytes() == 8);
        CHECK(content.source.url.empty());
        append(content, "ab");
        CHECK(content.bytes() == 10);
    }
    SECTION("where the others gave nothing of what they were asked for")
    {
        content.source.later = {{2, second}, {2, first}};
        CHECK(content.keep_largest_part() == second);
        CHECK(content.bytes() == 10);
        CHECK(content.pieces().empty());
    }
    SECTION("if there is another")
    {
        content.source.later = {{2, first}};
        CHECK(content.keep_largest_part() == first);
        CHECK(content.total_bytes() == 0);
    }
}

TEST_CASE("what a seed gave counts, and is discarded without the rest", "[stored_content]")
{
    fixture f;
    const wua::detail::content_provider server{"http://a/x", {}};
    const wua::detail::content_provider seed{"seed:http://a/x.zsync", {}};
    wua::detail::stored_content content(f.part(), expected_digest("abcdefghij"), f.background, false);
    save_journal(*content.part(), 0);
    REQUIRE(content.can_write_pieces());
    content.part()->write_piece(0, "ab", 2);
    content.part()->write_piece(6, "gh", 2);
    content.count_piece(6, 8, seed);
    content.count_piece(0, 2, seed);
    CHECK(content.bytes() == 2);
    CHECK(content.total_bytes() == 4);
    CHECK(content.source.was_begun_by(seed));
    CHECK(content.has_parts_of(seed));
    CHECK_FALSE(content.has_parts_of(server));
    content.source.take_over(2, server);
    append(content, "cdef");
    CHECK(content.bytes() == 8);
    content.source.take_over(8, server);
    append(content, "ij");
    CHECK(content.has_parts_of(server));
    SECTION("the seed's")
    {
        content.discard_parts_of(seed);
        CHECK(content.bytes() == 0);
        CHECK(content.source.url.empty());
        CHECK(content.pieces().all() == std::vector<wua::detail::content_piece>{{2, 6, server}, {8, 10, server}});
        CHECK_FALSE(content.has_parts_of(seed));
    }
    SECTION("the server's")
    {
        content.discard_parts_of(server);
        CHECK(content.bytes() == 2);
        CHECK(content.source.was_begun_by(seed));
        CHECK(content.pieces().all() == std::vector<wua::detail::content_piece>{{6, 8, seed}});
        CHECK(content.part()->file()->size() == 8);
    }
    SECTION("everything")
    {
        content.source = {.url = seed.url, .etag = {}, .last_modified = {}};
        content.discard_parts_of(seed);
        CHECK(content.total_bytes() == 0);
        CHECK_FALSE(content.is_worth_keeping());
    }
}
