// SPDX-License-Identifier: MIT
#pragma once

// A torture program's row for the report; see tests/bench/README.md.

#include <cstdint>
#include <cstdio>

namespace torture
{

struct report_row
{
    const char* name;
    std::uint64_t tried;
    std::uint64_t failures;
};

// Returns false, with a message, if the file cannot be written. Does nothing without a path.
inline bool write_report(const char* path, const report_row& row)
{
    if (path == nullptr)
    {
        return true;
    }
    std::FILE* const file = std::fopen(path, "w");
    if (file == nullptr)
    {
        std::perror(path);
        return false;
    }
    std::fprintf(file,
                 "[{\"name\":\"%s\",\"ours\":%llu,\"reference\":0,\"reference_name\":\"failures\",\"ratio\":%llu,"
                 "\"goal\":\"0\"}]\n",
                 row.name, static_cast<unsigned long long>(row.tried), static_cast<unsigned long long>(row.failures));
    if (std::fclose(file) != 0)
    {
        std::perror(path);
        return false;
    }
    return true;
}

} // namespace torture
