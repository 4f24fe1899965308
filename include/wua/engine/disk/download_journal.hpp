// SPDX-License-Identifier: MIT
#pragma once

// The record kept beside an unfinished file, so that its download can be continued after the process has ended.

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

// A text of "key value" lines with a checksum at the end: a torn or modified journal is rejected as a whole.
struct download_journal
{
    // The update with all its files, and the index of the file that this journal describes.
    update_item update{};
    std::size_t file_index = 0;

    // The URL that delivered the first bytes, without credentials, and the validators that its server sent. Then who
    // delivered the rest.
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

    // For a file of an update, of which nothing has arrived yet. The caller must clear its URLs of credentials.
    static download_journal of(const update_item& update, std::size_t file_index, const std::string& file_name);

    // The size of the .part file, as far as this journal describes it.
    std::uint64_t file_size() const noexcept
    {
        return pieces.empty() ? bytes : pieces.back().end;
    }

    // All stored bytes.
    std::uint64_t total_bytes() const noexcept;

    std::string to_text() const;

    // nullopt when the text is not a complete journal of this version.
    static std::optional<download_journal> from_text(std::string_view text);

private:
    // For what becomes part of a request.
    static bool is_one_line(std::string_view text) noexcept;

    bool take(std::string_view key, std::string value);

    bool take_of_update(std::string_view key, std::string value);

    bool take_of_download(std::string_view key, std::string value);

    // "from origin url": the first two contain no blanks.
    bool take_takeover(std::string_view text);

    // "begin end origin url", after the bytes.
    bool take_piece(std::string_view text);

    // "origin url".
    static std::optional<content_provider> provider_in(std::string_view text);

    static void put(std::string& text, std::string_view key, std::string_view value);

    static void put(std::string& text, std::string_view key, std::optional<std::uint64_t> value);

    static bool try_read(std::string_view text, std::int32_t& number) noexcept;

    // FNV-1a: protects against accidents such as a torn write.
    static std::uint64_t sum(std::string_view text) noexcept;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/download_journal.ipp>
#endif
