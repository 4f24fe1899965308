// SPDX-License-Identifier: MIT
#pragma once

// What is written beside an unfinished file, so that its download can be continued after the process has ended.

#include <wua/engine/transfer/content_pieces.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// A text of "key value" lines that ends in a checksum: a journal that was torn or changed does not read at all.
struct download_journal
{
    // The update with all its files, and which of them this journal is about.
    update_item update{};
    std::size_t file_index = 0;

    // The URL from which the first bytes came, and what its server said to recognise the content by. Without
    // credentials. Then who gave the rest.
    std::string source{};
    std::string origin{};
    std::string etag{};
    std::string last_modified{};
    std::vector<content_takeover> later{};

    // The length that the server stated, if it did.
    std::optional<std::uint64_t> total{};

    // Bytes of the .part file that are safely on the disk: from its beginning, and in pieces beyond these.
    std::uint64_t bytes = 0;
    std::vector<content_piece> pieces{};

    // Of one of an update's files, of which nothing has come yet. Its URLs are the caller's to clear of credentials.
    static download_journal of(const update_item& update, std::size_t file_index, const std::string& file_name);

    // Of the .part file, as far as this journal is about it.
    std::uint64_t file_size() const noexcept
    {
        return pieces.empty() ? bytes : pieces.back().end;
    }

    // All that is there.
    std::uint64_t total_bytes() const noexcept;

    std::string to_text() const;

    // Nothing when the text is not a whole journal of this version.
    static std::optional<download_journal> from_text(std::string_view text);

private:
    // For what becomes a part of a request.
    static bool is_one_line(std::string_view text) noexcept;

    bool take(std::string_view key, std::string value);

    bool take_of_update(std::string_view key, std::string value);

    bool take_of_download(std::string_view key, std::string value);

    // "from origin url": there is no blank in the first two.
    bool take_takeover(std::string_view text);

    // "begin end origin url", after the bytes.
    bool take_piece(std::string_view text);

    // "origin url".
    static std::optional<content_provider> provider_in(std::string_view text);

    static void put(std::string& text, std::string_view key, std::string_view value);

    static void put(std::string& text, std::string_view key, std::optional<std::uint64_t> value);

    static bool try_read(std::string_view text, std::int32_t& number) noexcept;

    // FNV-1a: against accidents, as a torn write is one.
    static std::uint64_t sum(std::string_view text) noexcept;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/download_journal.ipp>
#endif
