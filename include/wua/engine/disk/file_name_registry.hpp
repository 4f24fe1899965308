// SPDX-License-Identifier: MIT
#pragma once

// Which file of a job is stored under a name.

#include <wua/engine/disk/file_name.hpp>
#include <wua/model/update_item.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// The name under which a file is stored. It must have a name of its own or a URL.
inline std::string stored_name(const content_file& file)
{
    return file.file_name.empty() ? file_name_from_url(file.urls.front()) : file.file_name;
}

// A queue may have very many files, all of whose names stay claimed to the end of the job. So no name is kept: a file
// says it whenever it is asked for, and what a claim takes is a pointer and a half. One thread at a time uses it.
class file_name_registry
{
public:
    // For at most so many files. Takes all its memory at once.
    explicit file_name_registry(std::size_t most_files) : m_places(most_files + most_files / 2 + 1) {}

    // The file to which the name belongs: the first that claimed it. The name is the file's stored_name(), and the file
    // outlives this.
    const content_file& claim(std::string_view name, const content_file& file)
    {
        // Who finds its place taken goes to the next one that is free; there are more places than files.
        std::size_t place = std::hash<std::string_view>()(name) % m_places.size();
        while (m_places[place] != nullptr && stored_name(*m_places[place]) != name)
        {
            place = (place + 1) % m_places.size();
        }
        if (m_places[place] == nullptr)
        {
            m_places[place] = &file;
        }
        return *m_places[place];
    }

private:
    std::vector<const content_file*> m_places;
};

} // namespace wua::detail
