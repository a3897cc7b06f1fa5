# Compiler rules that every target of the house shares: link `project_options`.
add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_20)
target_include_directories(project_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wimplicit-fallthrough)
if(BOOMERANG_WERROR)
  target_compile_options(project_options INTERFACE -Werror)
endif()
if(BOOMERANG_SANITIZE)
  target_compile_options(project_options INTERFACE
    -fsanitize=${BOOMERANG_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(project_options INTERFACE -fsanitize=${BOOMERANG_SANITIZE})
  if(BOOMERANG_SANITIZE MATCHES thread)
    # g++ 12 warns that atomic fences are not instrumented; Asio has them in headers.
    target_compile_options(project_options INTERFACE -Wno-tsan)
  endif()
endif()

# Line tables are what a stack trace needs. Full debug data (`-DBOOMERANG_DEBUG_LEVEL=2`) makes a
# build folder five times as large, 10 GB, and slower to compile and to link.
set(BOOMERANG_DEBUG_LEVEL 1 CACHE STRING "How much debug data to write: 0 to 3, as in -g1")
foreach(config DEBUG RELWITHDEBINFO)
  string(REGEX REPLACE "(^| )-g( |$)" "\\1-g${BOOMERANG_DEBUG_LEVEL}\\2"
         CMAKE_CXX_FLAGS_${config} "${CMAKE_CXX_FLAGS_${config}}")
endforeach()

# Every build folder of one clone shares what ccache holds. With precompiled headers ccache must not
# look at the defines and times inside them, and g++ must keep their include in what it preprocesses.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  if(BOOMERANG_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(project_options INTERFACE -fpch-preprocess)
  endif()
endif()

# house_library(NAME SOURCES... LINK libraries...): one static library of the house.
function(house_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC project_options ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
  if(BOOMERANG_PCH)
    target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp)
  endif()
endfunction()
