# The engine as it is compiled: a copy of QuickJS's source in CN_PATCHED, changed by bindings/engine/patches in the order
# of their names. Each patch must apply exactly, at its very lines: neither another version of the source nor a patch
# that no longer fits slips through. Included by CMakeLists.txt; also a script:
#   cmake -DCN_QUICKJS=<source> -DCN_PATCHED=<folder> -P bindings/engine/patched.cmake

if(NOT CN_PATCHES)
    set(CN_PATCHES ${CMAKE_CURRENT_LIST_DIR}/patches)
endif()
file(GLOB patches LIST_DIRECTORIES false ${CN_PATCHES}/*.patch)
file(GLOB sources LIST_DIRECTORIES false ${CN_QUICKJS}/*.c ${CN_QUICKJS}/*.h)
if(NOT CMAKE_SCRIPT_MODE_FILE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CN_PATCHES} ${patches} ${sources})
endif()

find_program(CN_PATCH_PROGRAM patch)
if(NOT CN_PATCH_PROGRAM)
    message(FATAL_ERROR "the program `patch` is not found; it changes the engine's source (Debian package patch)")
endif()

function(apply patch folder)
    set(language "$ENV{LC_ALL}")
    set(ENV{LC_ALL} C)
    execute_process(
        COMMAND ${CN_PATCH_PROGRAM} --strip=1 --fuzz=0 --force --no-backup-if-mismatch --reject-file=-
            --directory=${folder} --input=${patch}
        OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE failed)
    set(ENV{LC_ALL} "${language}")
    # a hunk that is found elsewhere is applied there and only mentioned: whatever is said beside the files is a refusal
    string(REGEX REPLACE "(^|\n)(checking|patching) file [^\n]*" "" problems "${said}")
    string(STRIP "${problems}" problems)
    if(failed OR problems)
        get_filename_component(name ${patch} NAME)
        message(FATAL_ERROR "the patch bindings/engine/patches/${name} does not apply exactly to the engine's source "
            "${CN_QUICKJS}\n${problems}\nexpected: QuickJS 2025-04-26 with the patches before it; "
            "see \"How to change the engine\" in bindings/engine/README.md\n")
    endif()
endfunction()

# in a folder of its own first: what has not changed keeps its time, and is not compiled again
set(fresh ${CN_PATCHED}.new)
file(REMOVE_RECURSE ${fresh})
file(COPY ${sources} DESTINATION ${fresh})
list(SORT patches)
foreach(patch IN LISTS patches)
    apply(${patch} ${fresh})
endforeach()
foreach(source IN LISTS sources)
    get_filename_component(name ${source} NAME)
    file(MAKE_DIRECTORY ${CN_PATCHED})
    file(COPY_FILE ${fresh}/${name} ${CN_PATCHED}/${name} ONLY_IF_DIFFERENT)
endforeach()
file(REMOVE_RECURSE ${fresh})
