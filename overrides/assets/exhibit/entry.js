{#- The script of a unit's or cluster's page, in one file for all of them. A template (`static_templates` in mkdocs.yml). -#}
{%- from "partials/exhibit/lean.html" import script -%}
(function(d,w){ {{- script("base") }}{{ script("later") }}{{ script("pairs") }}{{ script("lightbox") }}{{ script("listen") }}{{ script("poster") }}{{ script("walker") }}{{ script("share") }}})(document,window);
