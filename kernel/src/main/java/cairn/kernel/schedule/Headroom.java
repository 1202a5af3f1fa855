package cairn.kernel.schedule;

/**
 * Finds out whether enough of the running thread's stack is left for host code, without the JVM's
 * help: it has no question for that. Any thread.
 *
 * <p>Host code that a guest calls runs on the guest's stack, and a guest can call it with next to
 * nothing left. A {@link StackOverflowError} in the middle of the kernel would leave half a change
 * behind, or a class that can never be used again because its initializer failed. So the stack is
 * tried before anything is done: {@link #require} calls itself with frames that together are larger
 * than what the deepest way through the kernel takes (docs/decisions/0019-headroom.md), and
 * overflows there, where it harms nothing.
 *
 * <p>How a frame gets large: {@value #VALUES} values are read before a call and used after it, so
 * interpreter and compilers alike have to keep them in the frame. A frame is made when a method is
 * entered, so the way that does not touch them has it, too. One call in {@value #EVERY} takes the
 * way that does, so that no compiler leaves that way out and with it the frame.
 */
final class Headroom {
  /** Calls that take about 64 KiB: what host code may need. */
  static final int HOST = 15;

  /** Calls that take about 18 KiB: what preempting, pausing and waking others may need. */
  static final int POLL = 4;

  private static final int VALUES = 520;
  private static final int EVERY = 4096;
  private static final long[] READ = new long[VALUES];
  private static final long[] NOT_READ = new long[0];

  /** How often it was asked; racy on purpose, as it only has to be a multiple at times. */
  private static int asked;

  private Headroom() {}

  /**
   * Throws StackOverflowError if there is less left than so many calls take, and has changed
   * nothing then.
   */
  static void require(int calls) {
    enter(calls, (++asked & (EVERY - 1)) == 0 ? READ : NOT_READ);
  }

  private static long enter(int calls, long[] p) {
    if (calls == 0) return 0;
    if (p.length == 0) return enter(calls - 1, p);
    long v0 = p[0], v1 = p[1], v2 = p[2], v3 = p[3], v4 = p[4];
    long v5 = p[5], v6 = p[6], v7 = p[7], v8 = p[8], v9 = p[9];
    long v10 = p[10], v11 = p[11], v12 = p[12], v13 = p[13], v14 = p[14];
    long v15 = p[15], v16 = p[16], v17 = p[17], v18 = p[18], v19 = p[19];
    long v20 = p[20], v21 = p[21], v22 = p[22], v23 = p[23], v24 = p[24];
    long v25 = p[25], v26 = p[26], v27 = p[27], v28 = p[28], v29 = p[29];
    long v30 = p[30], v31 = p[31], v32 = p[32], v33 = p[33], v34 = p[34];
    long v35 = p[35], v36 = p[36], v37 = p[37], v38 = p[38], v39 = p[39];
    long v40 = p[40], v41 = p[41], v42 = p[42], v43 = p[43], v44 = p[44];
    long v45 = p[45], v46 = p[46], v47 = p[47], v48 = p[48], v49 = p[49];
    long v50 = p[50], v51 = p[51], v52 = p[52], v53 = p[53], v54 = p[54];
    long v55 = p[55], v56 = p[56], v57 = p[57], v58 = p[58], v59 = p[59];
    long v60 = p[60], v61 = p[61], v62 = p[62], v63 = p[63], v64 = p[64];
    long v65 = p[65], v66 = p[66], v67 = p[67], v68 = p[68], v69 = p[69];
    long v70 = p[70], v71 = p[71], v72 = p[72], v73 = p[73], v74 = p[74];
    long v75 = p[75], v76 = p[76], v77 = p[77], v78 = p[78], v79 = p[79];
    long v80 = p[80], v81 = p[81], v82 = p[82], v83 = p[83], v84 = p[84];
    long v85 = p[85], v86 = p[86], v87 = p[87], v88 = p[88], v89 = p[89];
    long v90 = p[90], v91 = p[91], v92 = p[92], v93 = p[93], v94 = p[94];
    long v95 = p[95], v96 = p[96], v97 = p[97], v98 = p[98], v99 = p[99];
    long v100 = p[100], v101 = p[101], v102 = p[102], v103 = p[103], v104 = p[104];
    long v105 = p[105], v106 = p[106], v107 = p[107], v108 = p[108], v109 = p[109];
    long v110 = p[110], v111 = p[111], v112 = p[112], v113 = p[113], v114 = p[114];
    long v115 = p[115], v116 = p[116], v117 = p[117], v118 = p[118], v119 = p[119];
    long v120 = p[120], v121 = p[121], v122 = p[122], v123 = p[123], v124 = p[124];
    long v125 = p[125], v126 = p[126], v127 = p[127], v128 = p[128], v129 = p[129];
    long v130 = p[130], v131 = p[131], v132 = p[132], v133 = p[133], v134 = p[134];
    long v135 = p[135], v136 = p[136], v137 = p[137], v138 = p[138], v139 = p[139];
    long v140 = p[140], v141 = p[141], v142 = p[142], v143 = p[143], v144 = p[144];
    long v145 = p[145], v146 = p[146], v147 = p[147], v148 = p[148], v149 = p[149];
    long v150 = p[150], v151 = p[151], v152 = p[152], v153 = p[153], v154 = p[154];
    long v155 = p[155], v156 = p[156], v157 = p[157], v158 = p[158], v159 = p[159];
    long v160 = p[160], v161 = p[161], v162 = p[162], v163 = p[163], v164 = p[164];
    long v165 = p[165], v166 = p[166], v167 = p[167], v168 = p[168], v169 = p[169];
    long v170 = p[170], v171 = p[171], v172 = p[172], v173 = p[173], v174 = p[174];
    long v175 = p[175], v176 = p[176], v177 = p[177], v178 = p[178], v179 = p[179];
    long v180 = p[180], v181 = p[181], v182 = p[182], v183 = p[183], v184 = p[184];
    long v185 = p[185], v186 = p[186], v187 = p[187], v188 = p[188], v189 = p[189];
    long v190 = p[190], v191 = p[191], v192 = p[192], v193 = p[193], v194 = p[194];
    long v195 = p[195], v196 = p[196], v197 = p[197], v198 = p[198], v199 = p[199];
    long v200 = p[200], v201 = p[201], v202 = p[202], v203 = p[203], v204 = p[204];
    long v205 = p[205], v206 = p[206], v207 = p[207], v208 = p[208], v209 = p[209];
    long v210 = p[210], v211 = p[211], v212 = p[212], v213 = p[213], v214 = p[214];
    long v215 = p[215], v216 = p[216], v217 = p[217], v218 = p[218], v219 = p[219];
    long v220 = p[220], v221 = p[221], v222 = p[222], v223 = p[223], v224 = p[224];
    long v225 = p[225], v226 = p[226], v227 = p[227], v228 = p[228], v229 = p[229];
    long v230 = p[230], v231 = p[231], v232 = p[232], v233 = p[233], v234 = p[234];
    long v235 = p[235], v236 = p[236], v237 = p[237], v238 = p[238], v239 = p[239];
    long v240 = p[240], v241 = p[241], v242 = p[242], v243 = p[243], v244 = p[244];
    long v245 = p[245], v246 = p[246], v247 = p[247], v248 = p[248], v249 = p[249];
    long v250 = p[250], v251 = p[251], v252 = p[252], v253 = p[253], v254 = p[254];
    long v255 = p[255], v256 = p[256], v257 = p[257], v258 = p[258], v259 = p[259];
    long v260 = p[260], v261 = p[261], v262 = p[262], v263 = p[263], v264 = p[264];
    long v265 = p[265], v266 = p[266], v267 = p[267], v268 = p[268], v269 = p[269];
    long v270 = p[270], v271 = p[271], v272 = p[272], v273 = p[273], v274 = p[274];
    long v275 = p[275], v276 = p[276], v277 = p[277], v278 = p[278], v279 = p[279];
    long v280 = p[280], v281 = p[281], v282 = p[282], v283 = p[283], v284 = p[284];
    long v285 = p[285], v286 = p[286], v287 = p[287], v288 = p[288], v289 = p[289];
    long v290 = p[290], v291 = p[291], v292 = p[292], v293 = p[293], v294 = p[294];
    long v295 = p[295], v296 = p[296], v297 = p[297], v298 = p[298], v299 = p[299];
    long v300 = p[300], v301 = p[301], v302 = p[302], v303 = p[303], v304 = p[304];
    long v305 = p[305], v306 = p[306], v307 = p[307], v308 = p[308], v309 = p[309];
    long v310 = p[310], v311 = p[311], v312 = p[312], v313 = p[313], v314 = p[314];
    long v315 = p[315], v316 = p[316], v317 = p[317], v318 = p[318], v319 = p[319];
    long v320 = p[320], v321 = p[321], v322 = p[322], v323 = p[323], v324 = p[324];
    long v325 = p[325], v326 = p[326], v327 = p[327], v328 = p[328], v329 = p[329];
    long v330 = p[330], v331 = p[331], v332 = p[332], v333 = p[333], v334 = p[334];
    long v335 = p[335], v336 = p[336], v337 = p[337], v338 = p[338], v339 = p[339];
    long v340 = p[340], v341 = p[341], v342 = p[342], v343 = p[343], v344 = p[344];
    long v345 = p[345], v346 = p[346], v347 = p[347], v348 = p[348], v349 = p[349];
    long v350 = p[350], v351 = p[351], v352 = p[352], v353 = p[353], v354 = p[354];
    long v355 = p[355], v356 = p[356], v357 = p[357], v358 = p[358], v359 = p[359];
    long v360 = p[360], v361 = p[361], v362 = p[362], v363 = p[363], v364 = p[364];
    long v365 = p[365], v366 = p[366], v367 = p[367], v368 = p[368], v369 = p[369];
    long v370 = p[370], v371 = p[371], v372 = p[372], v373 = p[373], v374 = p[374];
    long v375 = p[375], v376 = p[376], v377 = p[377], v378 = p[378], v379 = p[379];
    long v380 = p[380], v381 = p[381], v382 = p[382], v383 = p[383], v384 = p[384];
    long v385 = p[385], v386 = p[386], v387 = p[387], v388 = p[388], v389 = p[389];
    long v390 = p[390], v391 = p[391], v392 = p[392], v393 = p[393], v394 = p[394];
    long v395 = p[395], v396 = p[396], v397 = p[397], v398 = p[398], v399 = p[399];
    long v400 = p[400], v401 = p[401], v402 = p[402], v403 = p[403], v404 = p[404];
    long v405 = p[405], v406 = p[406], v407 = p[407], v408 = p[408], v409 = p[409];
    long v410 = p[410], v411 = p[411], v412 = p[412], v413 = p[413], v414 = p[414];
    long v415 = p[415], v416 = p[416], v417 = p[417], v418 = p[418], v419 = p[419];
    long v420 = p[420], v421 = p[421], v422 = p[422], v423 = p[423], v424 = p[424];
    long v425 = p[425], v426 = p[426], v427 = p[427], v428 = p[428], v429 = p[429];
    long v430 = p[430], v431 = p[431], v432 = p[432], v433 = p[433], v434 = p[434];
    long v435 = p[435], v436 = p[436], v437 = p[437], v438 = p[438], v439 = p[439];
    long v440 = p[440], v441 = p[441], v442 = p[442], v443 = p[443], v444 = p[444];
    long v445 = p[445], v446 = p[446], v447 = p[447], v448 = p[448], v449 = p[449];
    long v450 = p[450], v451 = p[451], v452 = p[452], v453 = p[453], v454 = p[454];
    long v455 = p[455], v456 = p[456], v457 = p[457], v458 = p[458], v459 = p[459];
    long v460 = p[460], v461 = p[461], v462 = p[462], v463 = p[463], v464 = p[464];
    long v465 = p[465], v466 = p[466], v467 = p[467], v468 = p[468], v469 = p[469];
    long v470 = p[470], v471 = p[471], v472 = p[472], v473 = p[473], v474 = p[474];
    long v475 = p[475], v476 = p[476], v477 = p[477], v478 = p[478], v479 = p[479];
    long v480 = p[480], v481 = p[481], v482 = p[482], v483 = p[483], v484 = p[484];
    long v485 = p[485], v486 = p[486], v487 = p[487], v488 = p[488], v489 = p[489];
    long v490 = p[490], v491 = p[491], v492 = p[492], v493 = p[493], v494 = p[494];
    long v495 = p[495], v496 = p[496], v497 = p[497], v498 = p[498], v499 = p[499];
    long v500 = p[500], v501 = p[501], v502 = p[502], v503 = p[503], v504 = p[504];
    long v505 = p[505], v506 = p[506], v507 = p[507], v508 = p[508], v509 = p[509];
    long v510 = p[510], v511 = p[511], v512 = p[512], v513 = p[513], v514 = p[514];
    long v515 = p[515], v516 = p[516], v517 = p[517], v518 = p[518], v519 = p[519];
    long sum = enter(calls - 1, p);
    sum += v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9;
    sum += v10 + v11 + v12 + v13 + v14 + v15 + v16 + v17 + v18 + v19;
    sum += v20 + v21 + v22 + v23 + v24 + v25 + v26 + v27 + v28 + v29;
    sum += v30 + v31 + v32 + v33 + v34 + v35 + v36 + v37 + v38 + v39;
    sum += v40 + v41 + v42 + v43 + v44 + v45 + v46 + v47 + v48 + v49;
    sum += v50 + v51 + v52 + v53 + v54 + v55 + v56 + v57 + v58 + v59;
    sum += v60 + v61 + v62 + v63 + v64 + v65 + v66 + v67 + v68 + v69;
    sum += v70 + v71 + v72 + v73 + v74 + v75 + v76 + v77 + v78 + v79;
    sum += v80 + v81 + v82 + v83 + v84 + v85 + v86 + v87 + v88 + v89;
    sum += v90 + v91 + v92 + v93 + v94 + v95 + v96 + v97 + v98 + v99;
    sum += v100 + v101 + v102 + v103 + v104 + v105 + v106 + v107 + v108 + v109;
    sum += v110 + v111 + v112 + v113 + v114 + v115 + v116 + v117 + v118 + v119;
    sum += v120 + v121 + v122 + v123 + v124 + v125 + v126 + v127 + v128 + v129;
    sum += v130 + v131 + v132 + v133 + v134 + v135 + v136 + v137 + v138 + v139;
    sum += v140 + v141 + v142 + v143 + v144 + v145 + v146 + v147 + v148 + v149;
    sum += v150 + v151 + v152 + v153 + v154 + v155 + v156 + v157 + v158 + v159;
    sum += v160 + v161 + v162 + v163 + v164 + v165 + v166 + v167 + v168 + v169;
    sum += v170 + v171 + v172 + v173 + v174 + v175 + v176 + v177 + v178 + v179;
    sum += v180 + v181 + v182 + v183 + v184 + v185 + v186 + v187 + v188 + v189;
    sum += v190 + v191 + v192 + v193 + v194 + v195 + v196 + v197 + v198 + v199;
    sum += v200 + v201 + v202 + v203 + v204 + v205 + v206 + v207 + v208 + v209;
    sum += v210 + v211 + v212 + v213 + v214 + v215 + v216 + v217 + v218 + v219;
    sum += v220 + v221 + v222 + v223 + v224 + v225 + v226 + v227 + v228 + v229;
    sum += v230 + v231 + v232 + v233 + v234 + v235 + v236 + v237 + v238 + v239;
    sum += v240 + v241 + v242 + v243 + v244 + v245 + v246 + v247 + v248 + v249;
    sum += v250 + v251 + v252 + v253 + v254 + v255 + v256 + v257 + v258 + v259;
    sum += v260 + v261 + v262 + v263 + v264 + v265 + v266 + v267 + v268 + v269;
    sum += v270 + v271 + v272 + v273 + v274 + v275 + v276 + v277 + v278 + v279;
    sum += v280 + v281 + v282 + v283 + v284 + v285 + v286 + v287 + v288 + v289;
    sum += v290 + v291 + v292 + v293 + v294 + v295 + v296 + v297 + v298 + v299;
    sum += v300 + v301 + v302 + v303 + v304 + v305 + v306 + v307 + v308 + v309;
    sum += v310 + v311 + v312 + v313 + v314 + v315 + v316 + v317 + v318 + v319;
    sum += v320 + v321 + v322 + v323 + v324 + v325 + v326 + v327 + v328 + v329;
    sum += v330 + v331 + v332 + v333 + v334 + v335 + v336 + v337 + v338 + v339;
    sum += v340 + v341 + v342 + v343 + v344 + v345 + v346 + v347 + v348 + v349;
    sum += v350 + v351 + v352 + v353 + v354 + v355 + v356 + v357 + v358 + v359;
    sum += v360 + v361 + v362 + v363 + v364 + v365 + v366 + v367 + v368 + v369;
    sum += v370 + v371 + v372 + v373 + v374 + v375 + v376 + v377 + v378 + v379;
    sum += v380 + v381 + v382 + v383 + v384 + v385 + v386 + v387 + v388 + v389;
    sum += v390 + v391 + v392 + v393 + v394 + v395 + v396 + v397 + v398 + v399;
    sum += v400 + v401 + v402 + v403 + v404 + v405 + v406 + v407 + v408 + v409;
    sum += v410 + v411 + v412 + v413 + v414 + v415 + v416 + v417 + v418 + v419;
    sum += v420 + v421 + v422 + v423 + v424 + v425 + v426 + v427 + v428 + v429;
    sum += v430 + v431 + v432 + v433 + v434 + v435 + v436 + v437 + v438 + v439;
    sum += v440 + v441 + v442 + v443 + v444 + v445 + v446 + v447 + v448 + v449;
    sum += v450 + v451 + v452 + v453 + v454 + v455 + v456 + v457 + v458 + v459;
    sum += v460 + v461 + v462 + v463 + v464 + v465 + v466 + v467 + v468 + v469;
    sum += v470 + v471 + v472 + v473 + v474 + v475 + v476 + v477 + v478 + v479;
    sum += v480 + v481 + v482 + v483 + v484 + v485 + v486 + v487 + v488 + v489;
    sum += v490 + v491 + v492 + v493 + v494 + v495 + v496 + v497 + v498 + v499;
    sum += v500 + v501 + v502 + v503 + v504 + v505 + v506 + v507 + v508 + v509;
    sum += v510 + v511 + v512 + v513 + v514 + v515 + v516 + v517 + v518 + v519;
    return sum;
  }
}
