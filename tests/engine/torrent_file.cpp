// SPDX-License-Identifier: MIT
// Which torrents are read: of the one file that is wanted, and of no other. What is broken is libtorrent's to say.

#include "engine/curl_fixture.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/torrent_file.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

using namespace wua_test;

namespace torrent_file_test
{

// A file of five bytes, in the words of BEP 52; pieces of 16 KiB.
std::string v2_file(const std::string& attributes = {})
{
    return "d0:d" + attributes + "6:lengthi5e11:pieces root32:" + std::string(32, 'r') + "ee";
}

// The same in those of version 1, and what fills up the space around it.
std::string v1_file()
{
    return "d6:lengthi5e4:pathl8:file.binee";
}
std::string v1_padding(const std::string& size)
{
    return "d4:attr1:p6:lengthi" + size + "e4:pathl4:.pad" + std::to_string(size.size()) + ':' + size + "ee";
}

struct torrent_text
{
    std::string files = "8:file.bin" + v2_file();
    std::string v1_files{};
    std::size_t v1_pieces = 1;

    std::string info() const
    {
        const std::string hashes(20 * v1_pieces, 'h');
        const bool has_v1 = !v1_files.empty();
        return "d9:file treed" + files + 'e' + (has_v1 ? "5:filesl" + v1_files + 'e' : std::string()) +
               "12:meta versioni2e4:name8:file.bin12:piece lengthi16384e" +
               (has_v1 ? "6:pieces" + std::to_string(hashes.size()) + ':' + hashes : std::string()) + 'e';
    }

    std::string text() const
    {
        return "d4:info" + info() + "12:piece layersdee";
    }

    std::string info_hash() const
    {
        return sha256_of(info()).to_hex();
    }
};

// What is said against it; empty: nothing.
std::string refusal_of(const std::string& torrent, const std::string& info_hash,
                       const std::vector<std::string>& names = {"file.bin"})
{
    try
    {
        const auto read = wua::detail::read_torrent_file(torrent, info_hash, names);
        CHECK(wua::detail::content_size(read->files()) == 5);
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::wu_e_invalid_file);
        return std::string(error.text());
    }
    return {};
}

std::string refusal_of(const torrent_text& torrent)
{
    return refusal_of(torrent.text(), torrent.info_hash());
}

TEST_CASE("a torrent is read if its info-hash has the same digits, in letters of any case", "[torrent_file]")
{
    const torrent_text torrent;
    const std::string hash = torrent.info_hash();
    CHECK(refusal_of(torrent.text(), hash) == "");
    std::string upper = hash;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char each) { return static_cast<char>(std::toupper(static_cast<unsigned char>(each))); });
    CHECK(refusal_of(torrent.text(), upper) == "");
    const std::string sentence = "the torrent has another info-hash: " + hash;
    for (const std::size_t digit : {0U, 31U, 63U})
    {
        std::string other = hash;
        other[digit] = other[digit] == '0' ? '1' : '0';
        CHECK(refusal_of(torrent.text(), other) == sentence);
    }
    CHECK(refusal_of(torrent.text(), hash.substr(1)) == sentence);
    CHECK(refusal_of(torrent.text(), hash + '0') == sentence);
}

TEST_CASE("a torrent is read if its file has one of the names, or any where none are given", "[torrent_file]")
{
    const torrent_text torrent;
    const auto refusal_with = [&](const std::vector<std::string>& names) {
        return refusal_of(torrent.text(), torrent.info_hash(), names);
    };
    CHECK(refusal_with({"other", "file.bin"}) == "");
    CHECK(refusal_with({}) == "");
    for (const char* const name : {"other", "file", "file.bin.exe", "FILE.BIN"})
    {
        CHECK(refusal_with({name}) == "the torrent is for a file with another name: file.bin");
    }
}

TEST_CASE("a torrent of several files is not read, even if all but one are empty", "[torrent_file]")
{
    torrent_text torrent;
    torrent.files += "5:other" + v2_file();
    CHECK(refusal_of(torrent) == "the torrent is of 2 files, not of one");
    torrent.files = "1:ad0:d6:lengthi0eee8:file.bin" + v2_file();
    CHECK(refusal_of(torrent) == "the torrent is of 2 files, not of one");
}

TEST_CASE("a torrent whose file is somewhere else than at its beginning is not read", "[torrent_file]")
{
    torrent_text torrent{.v1_files = v1_file()};
    CHECK(refusal_of(torrent) == "");
    torrent.v1_files = v1_file() + v1_padding("16379"); // to the end of its only piece
    CHECK(refusal_of(torrent) == "");
    const auto is_broken = [](const torrent_text& one) {
        return refusal_of(one).starts_with("the torrent is broken: ");
    };
    torrent.v1_pieces = 2;
    torrent.v1_files = v1_padding("16384") + v1_file();
    CHECK(is_broken(torrent));
    torrent.v1_files = v1_file() + v1_padding("32763");
    CHECK(is_broken(torrent));
    CHECK(is_broken({.files = "8:file.bin" + v2_file("4:attr1:p")})); // as nothing but padding
}

} // namespace torrent_file_test
