// SPDX-License-Identifier: MIT
// Journals of unfinished downloads: any text as it is, the same with the right checksum, and one made from values of
// the input, which must be read back unchanged.

#include "fuzz.hpp"
#include <wua/com/ascii.hpp>
#include <wua/engine/disk/download_journal.hpp>

#include <optional>
#include <string>

namespace
{

// The format's checksum: FNV-1a.
std::string with_checksum(std::string text)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
    {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return text + "sum " + std::to_string(hash) + '\n';
}

bool is_same(const wua::detail::download_journal& a, const wua::detail::download_journal& b)
{
    return a.to_text() == b.to_text() && a.update.files.size() == b.update.files.size() &&
           a.file_index == b.file_index && a.source == b.source && a.etag == b.etag &&
           a.last_modified == b.last_modified && a.total == b.total && a.bytes == b.bytes &&
           a.update.identity == b.update.identity && a.update.title == b.update.title;
}

// What can be read must be the same after being written and read again.
bool read_and_write(std::string_view text)
{
    const auto read = wua::detail::download_journal::from_text(text);
    if (!read)
    {
        return false;
    }
    fuzz::require(read->file_index < read->update.files.size(), "a journal is about one of the update's files", text);
    const auto again = wua::detail::download_journal::from_text(read->to_text());
    fuzz::require(again && is_same(*read, *again), "a journal is read as it was written", text);
    return true;
}

// Removes control characters, since texts from servers that contain them are not accepted.
std::string as_in_a_head(std::string text)
{
    std::erase_if(text, wua::detail::is_control_character);
    return text;
}

} // namespace

FUZZ_TARGET(download_journal)
{
    const std::string_view text = fuzz::text_of(data, size);
    read_and_write(text);
    read_and_write(with_checksum("wua-journal 1\n" + std::string(text) + "\n"));

    fuzz::input input(data, size);
    wua::detail::download_journal made;
    made.bytes = input.take<std::uint64_t>();
    made.update.identity.revision_number = input.take<std::int32_t>();
    made.total = made.bytes % 3 == 0 ? std::nullopt : std::optional(input.take<std::uint64_t>());
    made.update.files.resize(1 + input.take_up_to(3));
    made.file_index = input.take_up_to(made.update.files.size() - 1);
    made.update.title = input.take_text();
    made.update.identity.update_id = input.take_text();
    made.etag = as_in_a_head(input.take_text());
    made.source = as_in_a_head(input.take_text());
    for (wua::content_file& file : made.update.files)
    {
        file.file_name = input.take_text();
        file.urls = {input.take_text(), input.take_text()};
        file.is_delta = input.take<char>() != 0;
    }
    const std::string written = made.to_text();
    fuzz::require(read_and_write(written), "what is written can be read", written);
    fuzz::require(!wua::detail::download_journal::from_text(written.substr(0, written.size() - 1)),
                  "a torn journal is none", written);
    return 0;
}
