## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## ink = letters (text)
##
## A line of text as pixels, a logical array of 7 rows and 6 columns a
## character: what is needed to label a picture where there is no display.
## Capitals, figures, space and -.%,=():+/ are known; small letters are written
## large, other characters stay blank.

function ink = letters (text)

  persistent shapes = [];
  persistent known = ["ABCDEFGHIJKL" "MNOPQRSTUVWX" "YZ0123456789" ...
                      "-.%,=():+/"];

  if (isempty (shapes))
    shapes = ([ ...
" ###  ####   ###  ####  ##### #####  #### #   #  ###    ### #   # #    "
"#   # #   # #   # #   # #     #     #     #   #   #      #  #  #  #    "
"#   # #   # #     #   # #     #     #     #   #   #      #  # #   #    "
"##### ####  #     #   # ####  ####  #  ## #####   #      #  ##    #    "
"#   # #   # #     #   # #     #     #   # #   #   #      #  # #   #    "
"#   # #   # #   # #   # #     #     #   # #   #   #   #  #  #  #  #    "
"#   # ####   ###  ####  ##### #      #### #   #  ###   ##   #   # #####"
"#   # #   #  ###  ####   ###  ####   #### ##### #   # #   # #   # #   #"
"## ## ##  # #   # #   # #   # #   # #       #   #   # #   # #   # #   #"
"# # # # # # #   # #   # #   # #   # #       #   #   # #   # #   #  # # "
"# # # #  ## #   # ####  #   # ####   ###    #   #   # #   # # # #   #  "
"#   # #   # #   # #     # # # # #       #   #   #   # #   # # # #  # # "
"#   # #   # #   # #     #  #  #  #      #   #   #   #  # #  ## ## #   #"
"#   # #   #  ###  #      ## # #   # ####    #    ###    #   #   # #   #"
"#   # #####  ###    #    ###   ###     #  #####  ###  #####  ###   ### "
"#   #     # #   #  ##   #   # #   #   ##  #     #         # #   # #   #"
" # #     #  #  ##   #       #     #  # #  ####  #        #  #   # #   #"
"  #     #   # # #   #      #    ##  #  #      # ####    #    ###   ####"
"  #    #    ##  #   #     #       # #####     # #   #   #   #   #     #"
"  #   #     #   #   #    #    #   #    #  #   # #   #   #   #   #     #"
"  #   #####  ###   ###  #####  ###     #   ###   ###    #    ###   ### "
"            ##  #                #   #                    #            "
"            ##  #               #     #    ##     #      #             "
"               #        #####  #       #   ##     #      #             "
" ###          #                #       #        #####   #              "
"             #      ##  #####  #       #   ##     #    #               "
"       ##   #  ##    #          #     #    ##     #    #               "
"       ##   #  ##   #            #   #                #                "
    ] == "#");
    ## 28 x 71 to 7 x 6 a character, the characters by lines.
    shapes(:,end+1) = false;
    shapes = permute (reshape (shapes, 7, 4, 6, 12), [1 3 4 2]);
    shapes = reshape (shapes, 7, 6, []);
  endif

  [found, at] = ismember (toupper (text), known);
  ink = false (7, 6, numel (text));
  ink(:,:,found) = shapes(:,:,at(found));
  ink = reshape (ink, 7, []);

endfunction
