/**
 * Given names that one person goes by: short forms, and spellings of one name that was first written in another
 * script. Each line is one group; a name may stand in several, and two names of one group may be one person's.
 * Pairs that families do give to two of their children (Hassan and Hussain, Ella and Ellie) are left apart.
 */
const GROUPS = `
alexander alex alec sandy xander zander
alexandra alex sandra lexi
alfred alfie fred
amelia amy millie
andrew andy drew
anthony antony tony
anne ann anna annie
abigail abby abi abbie
aisha ayesha aysha ayisha aishah aaisha
ali aly
amina aminah ameena
barbara barb
benjamin ben benny
beatrice bea trixie
bilal billal bilaal
catherine katherine kathryn cathryn catharine kate katie cathy kathy kat
charles charlie chas
charlotte charlie lottie
christopher chris kit
christine christina chris tina
daniel dan danny
danielle dani
david dave davey
deborah debbie deborah debra deb
dorothy dot dolly
edward eddie ed ted teddy ned
eleanor ellie nell elinor
elizabeth liz lizzie beth betty eliza elisabeth libby lisa
emily em emmie
fatima fatimah fathima fatema fatemah
francis frank frankie
frances fran frankie
frederick fred freddie freddy
gabriel gabe
george georgie
gregory greg
harold harry
henry harry hal
hussain hussein husain hossain husayn
hassan hasan hassaan
ibrahim ebrahim ibraheem
isabel isabella isobel isabelle bella izzy
jacob jake
james jim jimmy jamie
janet jan
jennifer jen jenny jenni
jessica jess jessie
john johnny jack jon
jonathan jon jonny johnathan
joseph joe joey
joshua josh
josephine josie jo
joanne jo joanna joanne
kenneth ken kenny
kimberley kim kimberly
khadija khadijah khadeeja
lawrence laurence larry
leonard len lenny leo
lucinda lucy
louise lou
malgorzata gosia malgosia
margaret maggie meg peggy marge
maria marie
maryam mariam miriam mariyam
matthew matt matty mathew
maximilian max
megan meg
michael mike mick micky mikey
michelle shell
mohammed muhammad mohammad mohamed muhammed mohamad mohd md muhamad mohamud
mustafa mustapha
natalie nat
natasha tasha
nathan nate nathaniel
nicholas nick nicky nicolas
nicola nicky nikki
nusrat nusret
olivia liv livvy
oliver ollie olly
omar umar omer
oluwaseun seun
patrick pat paddy
patricia pat trish tricia patsy
paul paulie
peter pete
philip phillip phil pip
piotr peter
rebecca becky becca bex
richard rick ricky dick rich
robert rob bob bobby robbie bert
ronald ron ronnie
rukhsana ruksana rukhsanah
sabah saba
samantha sam sammy
samuel sam sammy
sara sarah
shabana shabanah
shazia shazya
stephen steven steve stephan
stephanie steph
susan sue susie suzanne
syed sayed saeed sayyid
thomas tom tommy
theodore theo teddy
theresa teresa terry tess
timothy tim
usman osman uthman
victoria vicky vicki tori
vincent vince
william will bill billy liam willie
yousaf yusuf yousuf yusef joseph yousef
yahya yahia
zachary zac zach zak zack
zainab zaynab zeinab zainub
zahra zara zahrah
agnieszka aga
aleksandra ola
katarzyna kasia
krzysztof krzys
tomasz tomek
`

const groupsOfName = new Map<string, Set<number>>()
for (const [group, line] of GROUPS.trim().split('\n').entries()) {
  for (const name of line.split(' ')) {
    groupsOfName.set(name, (groupsOfName.get(name) ?? new Set()).add(group))
  }
}

/** Whether two normalised given names are forms of one name: `bob` and `robert`, `muhammad` and `mohammed`. */
export function areVariants(a: string, b: string): boolean {
  const groups = groupsOfName.get(a)
  const others = groupsOfName.get(b)
  if (!groups || !others) return false
  for (const group of groups) if (others.has(group)) return true
  return false
}

/** Whether a normalised given name stands in any group. */
export const isInVariants = (name: string): boolean => groupsOfName.has(name)
